/**
 * Reads what a harness asks of an engine that we serve.
 *
 * Owns which requests there are and what each must hold. Does not execute.
 */
import type { Alloc, Block, ExecuteOptions } from '#engine/api/index.js';
import { readAlloc } from '../input/allocReader.ts';
import { readBlockContent } from '../input/blockFile.ts';
import {
  asIs,
  count,
  type Fields,
  fieldsOf,
  flag,
  join,
  listOf,
  oneOf,
  type Reader,
} from '../input/fields.ts';
import { Refusal } from '../input/refusal.ts';
import { readSchedule } from '../input/scheduleReader.ts';
import { POLICIES } from '../input/vocabulary.ts';
import { PROTOCOL } from './messages.ts';

const BLOCK_COUNT_MAX = 1 << 12;
const TYPES = ['hello', 'execute', 'execute-sequence', 'reset', 'bye'] as const;

/** A request, understood. */
export type Served = { readonly id: number } & (
  | { readonly type: 'hello' | 'reset' | 'bye' }
  | {
      readonly type: 'execute' | 'execute-sequence';
      /** One, or those of the sequence. */
      readonly blocks: readonly Block[];
      readonly preState: Alloc;
      readonly options: ExecuteOptions;
    }
);

/** The id of a request that may be unreadable otherwise, or `null` where it has none. */
export function idOf(value: unknown): number | null {
  const id: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : null;
  return typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 ? id : null;
}

/** Reads a request. Throws `Refusal`. */
export const readRequest: Reader<Served> = (value, place) => {
  const from = fieldsOf(value, place);
  const id = from.required('id', count);
  const type = from.required('type', oneOf(TYPES));
  switch (type) {
    case 'hello':
      from.required('protocol', oneOf([PROTOCOL]));
      return { id, type };
    case 'reset':
    case 'bye':
      return { id, type };
    case 'execute':
      return { id, type, ...readOne(from), options: readOptions(from) };
    case 'execute-sequence':
      return { id, type, ...readSequence(from), options: readOptions(from) };
  }
};

interface State {
  readonly fork: unknown;
  readonly chainId: unknown;
}

const readState: Reader<State> = (value, place) => {
  const from = fieldsOf(value, place, { known: ['fork', 'chainid'] });
  return { fork: from.required('fork', asIs), chainId: from.required('chainid', asIs) };
};

interface Work {
  readonly blocks: readonly Block[];
  readonly preState: Alloc;
}

function readOne(from: Fields): Work {
  const state = from.required('state', readState);
  return from.required('input', (input, place) => {
    const content = fieldsOf(input, place, { known: ['alloc', 'env', 'txs'] });
    const block = readBlock(content, state, place);
    return { blocks: [block], preState: content.required('alloc', readAlloc) };
  });
}

function readSequence(from: Fields): Work {
  const state = from.required('state', readState);
  const readItem: Reader<Block> = (item, place) =>
    readBlock(fieldsOf(item, place, { known: ['env', 'txs'] }), state, place);
  const preState = from.required('alloc', readAlloc);
  return { blocks: from.required('blocks', listOf(readItem, BLOCK_COUNT_MAX)), preState };
}

function readBlock(content: Fields, state: State, place: string): Block {
  const env = content.required('env', asIs);
  const txs = content.required('txs', asIs);
  try {
    return readBlockContent({ ...state, env, txs, alloc: {} }).block;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { problem, remedy } = error;
    throw new Refusal({ place: join(place, error.place), problem, remedy });
  }
}

function readOptions(from: Fields): ExecuteOptions {
  const known = ['invalidTransactions', 'accesses', 'schedule', 'lanes'];
  if (!from.has('options')) return {};
  return from.required('options', (value, place) => {
    const options = fieldsOf(value, place, { known });
    return {
      ...options.optional('invalidTransactions', oneOf(POLICIES)),
      ...options.optional('accesses', flag),
      ...options.optional('schedule', readSchedule),
      ...options.optional('lanes', count),
    };
  });
}
