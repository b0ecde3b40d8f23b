/**
 * Reads a result in t8n's words.
 *
 * Owns how other people's tools spell things (no logs as `null`, no contract as the zero address, a
 * position counted among the included) and what becomes of a field that is not there: it is
 * unstated, never made up. Does not judge what is there.
 */
import type {
  AcceptedBlock,
  BlockReason,
  ExecutionResult,
  Fork,
  InvalidTransactionPolicy,
  RejectedBlock,
  RejectedTransaction,
  Rejection,
  Stats,
  TransactionReason,
  UnstatedPart,
} from '#engine/api/index.js';
import { readAlloc } from '../input/allocReader.ts';
import { readStats, readTransactionAccesses } from '../input/engineReply.ts';
import { count, type Fields, fieldsOf, listOf, type Reader, text } from '../input/fields.ts';
import { bytes, bytes32, bytesExactly, quantity } from '../input/hexadecimal.ts';
import { Refusal } from '../input/refusal.ts';
import { BLOCK_REASONS, isFrom, TRANSACTION_REASONS } from '../input/vocabulary.ts';
import { readReceipts } from './readReceipts.ts';

const BLOOM_BYTES = 256;
const EMPTY_BLOOM = `0x${'00'.repeat(BLOOM_BYTES)}` as const;
const LIST_COUNT_MAX = 1 << 20;
const REQUEST_COUNT_MAX = 256;
const BYTES_MAX = 1 << 24;
const WORDS_MAX = 1 << 12;

const EXCEPTION_NAMES = /\b(?:Transaction|Block)Exception\.[A-Z0-9_]+/g;

/** What was asked for. */
export interface Asked {
  readonly fork: Fork;
  readonly policy: InvalidTransactionPolicy;
  /** Number of transactions in the block. */
  readonly txCount: number;
}

/** Reads `{result, alloc?, stats?, accesses?}`. Throws `Refusal`. */
export function readExecution(asked: Asked): Reader<ExecutionResult> {
  return (value, place) => {
    const from = fieldsOf(value, place);
    const stats = from.has('stats') ? from.required('stats', readStats) : silentStats(asked);
    const unstated = new Set<UnstatedPart>();
    const rejection = from.required('result', readRejectionOf(asked, unstated));
    if (rejection !== null) return rejectedBlock(rejection, unstated, stats);
    const block = from.required('result', readAccepted(asked, unstated));
    const postState = stated(from, { name: 'alloc', part: 'postState', unstated }, readAlloc);
    return {
      ...block,
      postState: postState ?? {},
      ...from.optional('accesses', listOf(readTransactionAccesses, LIST_COUNT_MAX)),
      ...(unstated.size > 0 && { unstated: [...unstated].sort() }),
      stats,
    };
  };
}

/** An engine that says nothing of how it ran is not taken for a parallel one. */
function silentStats({ txCount }: Asked): Stats {
  return {
    path: { kind: 'serial', reason: 'the engine says nothing of how it ran' },
    lanes: 1,
    executions: txCount,
    executionsMax: Math.min(txCount, 1),
    aborts: 0,
    suspensions: 0,
    barriers: 0,
    fallbacks: 0,
  };
}

/** Reads what is there; what is not becomes `null`, and its part one of the unstated. */
function stated<T>(from: Fields, { name, part, unstated }: Missable, read: Reader<T>): T | null {
  if (from.has(name)) return from.required(name, read);
  unstated.add(part);
  return null;
}

/** A field that may be left out. */
interface Missable {
  readonly name: string;
  readonly part: UnstatedPart;
  /** Takes the part. */
  readonly unstated: Set<UnstatedPart>;
}

function rejectedBlock(
  rejection: Rejection,
  unstated: ReadonlySet<UnstatedPart>,
  stats: Stats,
): RejectedBlock {
  const left = unstated.size > 0 && { unstated: [...unstated] };
  return { status: 'rejected', rejection, ...left, stats };
}

/** The rule that the block breaks, or `null`. */
function readRejectionOf(
  { policy, txCount }: Asked,
  unstated: Set<UnstatedPart>,
): Reader<Rejection | null> {
  return (value, place) => {
    const from = fieldsOf(value, place);
    if (from.has('blockException')) {
      const words = from.required('blockException', text(WORDS_MAX));
      return { kind: 'block', reason: reasonIn(words, BLOCK_REASONS, () => unsaid(unstated)) };
    }
    if (policy === 'skip' || !from.has('rejected')) return null;
    const readList = readRejectedList(txCount, () => unsaid(unstated));
    const [first] = from.required('rejected', readList);
    return first === undefined ? null : { kind: 'transaction', ...first };
  };
}

function unsaid(unstated: Set<UnstatedPart>): void {
  unstated.add('rejection.reason');
}

/** `[{index, error}]`; a tool that has nothing to list writes `null`. */
function readRejectedList(
  txCount: number,
  onUnsaid: () => void,
): Reader<readonly RejectedTransaction[]> {
  const readOne: Reader<RejectedTransaction> = (value, place) => {
    const from = fieldsOf(value, place);
    const words = from.required('error', text(WORDS_MAX));
    return {
      index: from.required('index', indexBelow(txCount)),
      reason: reasonIn(words, TRANSACTION_REASONS, onUnsaid),
    };
  };
  return (value, place) => (value === null ? [] : listOf(readOne, LIST_COUNT_MAX)(value, place));
}

/** The canonical reason that the words contain; else any one, for a part that is unstated. */
function reasonIn<R extends TransactionReason | BlockReason>(
  words: string,
  reasons: readonly R[],
  onUnsaid: () => void,
): R {
  const names: readonly string[] = words.match(EXCEPTION_NAMES) ?? [];
  const found = reasons.find((reason) => names.includes(reason));
  if (found !== undefined) return found;
  onUnsaid();
  const [placeholder] = reasons;
  if (placeholder === undefined) throw new RangeError('there are no reasons');
  return placeholder;
}

function readAccepted(
  { fork, txCount }: Asked,
  unstated: Set<UnstatedPart>,
): Reader<Omit<AcceptedBlock, 'postState' | 'stats'>> {
  return (value, place) => {
    const from = fieldsOf(value, place);
    const has = <T>(name: UnstatedPart, first: Fork, read: Reader<T>): T | null =>
      isFrom(fork, first) ? stated(from, { name, part: name, unstated }, read) : null;
    const rejected = from.has('rejected')
      ? from.required(
          'rejected',
          readRejectedList(txCount, () => unstated.add('rejected.reason')),
        )
      : [];
    return {
      status: 'accepted',
      stateRoot: from.required('stateRoot', bytes32),
      receiptsRoot: from.required('receiptsRoot', bytes32),
      logsBloom: has('logsBloom', 'Berlin', bytesExactly(BLOOM_BYTES)) ?? EMPTY_BLOOM,
      gasUsed: from.required('gasUsed', quantity(256)),
      blobGasUsed: has('blobGasUsed', 'Cancun', quantity(256)),
      requestsHash: has('requestsHash', 'Prague', bytes32),
      requests: has('requests', 'Prague', readRequests),
      receipts: from.required(
        'receipts',
        readReceipts({ included: includedOf(rejected, txCount), unstated }),
      ),
      rejected,
    };
  };
}

const readRequests: Reader<readonly `0x${string}`[]> = (value, place) =>
  value === null ? [] : listOf(bytes(BYTES_MAX), REQUEST_COUNT_MAX)(value, place);

/** Reads the position of a transaction in the block. */
function indexBelow(txCount: number): Reader<number> {
  return (value, place) => {
    const index = count(value, place);
    if (index < txCount) return index;
    throw new Refusal({
      place,
      problem: `names transaction ${String(index)} of ${String(txCount)}`,
      remedy: 'count from 0, in the block as given',
    });
  };
}

/** Indices of the transactions that have a receipt, in order. */
function includedOf(rejected: readonly RejectedTransaction[], txCount: number): readonly number[] {
  const out = new Set(rejected.map(({ index }) => index));
  return Array.from({ length: txCount }, (_, index) => index).filter((index) => !out.has(index));
}
