/**
 * Reads what a harness asks of an engine that we serve.
 *
 * Owns which requests there are and what each must hold. Does not execute.
 */
import type { Alloc, Block, ExecuteOptions } from '#engine/api/index.js';
import { readBlockContent } from '../input/blockFile.ts';
import {
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
export type Served =
  | { readonly type: 'hello' | 'reset' | 'bye' }
  | {
      readonly type: 'execute' | 'execute-sequence';
      /** One, or those of the sequence. */
      readonly blocks: readonly Block[];
      readonly preState: Alloc;
      readonly options: ExecuteOptions;
    };

/** Reads the id of a request, or `null` where it has none. */
export function idOf(value: unknown): number | null {
  const id: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : null;
  return typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 ? id : null;
}

/** Reads a request. Throws `Refusal`. */
export const readRequest: Reader<Served> = (value, place) => {
  const from = fieldsOf(value, place);
  from.required('id', count);
  const type = from.required('type', oneOf(TYPES));
  switch (type) {
    case 'hello':
      from.required('protocol', oneOf([PROTOCOL]));
      return { type };
    case 'reset':
    case 'bye':
      return { type };
    case 'execute':
      return { type, ...readOne(from), options: readOptions(from) };
    case 'execute-sequence':
      return { type, ...readSequence(from), options: readOptions(from) };
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

const asIs: Reader<unknown> = (value) => value;

interface Work {
  readonly blocks: readonly Block[];
  readonly preState: Alloc;
}

function readOne(from: Fields): Work {
  const state = from.required('state', readState);
  const { block, preState } = from.required('input', (input, place) => {
    const content = fieldsOf(input, place, { known: ['alloc', 'env', 'txs'] });
    const alloc = content.required('alloc', asIs);
    return readBlock(content, { state, alloc, place });
  });
  return { blocks: [block], preState };
}

function readSequence(from: Fields): Work {
  const state = from.required('state', readState);
  const alloc = from.required('alloc', asIs);
  const readItem: Reader<{ readonly block: Block; readonly preState: Alloc }> = (item, place) =>
    readBlock(fieldsOf(item, place, { known: ['env', 'txs'] }), { state, alloc, place });
  const items = from.required('blocks', listOf(readItem, BLOCK_COUNT_MAX));
  return { blocks: items.map(({ block }) => block), preState: items[0]?.preState ?? {} };
}

function readBlock(
  content: Fields,
  {
    state,
    alloc,
    place,
  }: { readonly state: State; readonly alloc: unknown; readonly place: string },
): { readonly block: Block; readonly preState: Alloc } {
  const env = content.required('env', asIs);
  const txs = content.required('txs', asIs);
  try {
    return readBlockContent({ ...state, env, txs, alloc });
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
