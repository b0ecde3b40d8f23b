/**
 * Reads what a harness asks of an engine that we serve.
 *
 * Owns which requests there are and what each must hold. Does not execute.
 */
import type { Alloc, Block, ExecuteOptions } from '#engine/api/index.js';
import { readAlloc } from '../input/allocReader.ts';
import {
  asIs,
  count,
  type Fields,
  fieldsOf,
  flag,
  listOf,
  oneOf,
  type Reader,
} from '../input/fields.ts';
import { readSchedule } from '../input/scheduleReader.ts';
import { POLICIES } from '../input/vocabulary.ts';
import { PROTOCOL } from './messages.ts';
import { readBlock, readInput, type Rules } from './readInput.ts';

const BLOCK_COUNT_MAX = 1 << 12;
const TYPES = ['hello', 'execute', 'execute-sequence', 'express', 'reset', 'bye'] as const;

/** A request, understood. */
export type Served = { readonly id: number } & (
  | { readonly type: 'hello' | 'reset' | 'bye' }
  | {
      readonly type: 'execute' | 'execute-sequence' | 'express';
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
    case 'express':
      return { id, type, ...readOne(from), options: readOptions(from) };
    case 'execute-sequence':
      return { id, type, ...readSequence(from), options: readOptions(from) };
  }
};

const readRules: Reader<Rules> = (value, place) => {
  const from = fieldsOf(value, place, { known: ['fork', 'chainid'] });
  return { fork: from.required('fork', asIs), chainId: from.required('chainid', asIs) };
};

interface Work {
  readonly blocks: readonly Block[];
  readonly preState: Alloc;
}

function readOne(from: Fields): Work {
  const rules = from.required('state', readRules);
  const { block, preState } = from.required('input', readInput(rules));
  return { blocks: [block], preState };
}

function readSequence(from: Fields): Work {
  const rules = from.required('state', readRules);
  const readItem: Reader<Block> = (item, place) =>
    readBlock(fieldsOf(item, place, { known: ['env', 'txs'] }), rules, place);
  const preState = from.required('alloc', readAlloc);
  return { blocks: from.required('blocks', listOf(readItem, BLOCK_COUNT_MAX)), preState };
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
