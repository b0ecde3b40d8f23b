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
  Bytes,
  ExecutionResult,
  Fork,
  InvalidTransactionPolicy,
  RejectedTransaction,
  Rejection,
  Stats,
  TransactionReason,
  UnstatedPart,
} from '#engine/api/index.js';
import { readAlloc } from '../input/allocReader.ts';
import {
  EMPTY_BLOOM,
  LIST_COUNT_MAX,
  readBloom,
  readRequests,
  readStats,
  readTransactionAccesses,
  WORDS_MAX,
} from '../input/engineReply.ts';
import { asIs, count, fieldsOf, listOf, type Reader, text } from '../input/fields.ts';
import { bytes32, quantity } from '../input/hexadecimal.ts';
import { Refusal } from '../input/refusal.ts';
import { BLOCK_REASONS, isFrom, TRANSACTION_REASONS } from '../input/vocabulary.ts';
import { readReceipts } from './readReceipts.ts';
import { Unstated } from './stated.ts';

const NO_ROOT = `0x${'00'.repeat(32)}` as const;
const EXCEPTION_NAMES = /\b(?:Transaction|Block)Exception\.[A-Z0-9_]+/g;

/** What was asked for. */
export interface Asked {
  readonly fork: Fork;
  readonly policy: InvalidTransactionPolicy;
  /** Number of transactions in the block. */
  readonly txCount: number;
  /** Understands words that are no canonical name. Default: their reason is unstated. */
  readonly understand?: (words: string) => Meaning;
}

/** What words of other people can stand for: no reason, one, or several. */
export interface Meaning {
  /** The transaction that the words name, if they name one. */
  readonly index: number | null;
  readonly transaction: readonly TransactionReason[];
  readonly block: readonly BlockReason[];
}

/** Reads `{result, alloc?, stats?, accesses?}`. Throws `Refusal`. */
export function readExecution(asked: Asked): Reader<ExecutionResult> {
  return (value, place) => {
    const from = fieldsOf(value, place);
    const stats = from.has('stats') ? from.required('stats', readStats) : silentStats(asked);
    const unstated = new Unstated();
    const rejection = from.required('result', readRejectionOf(asked, unstated));
    if (rejection !== null) return { status: 'rejected', rejection, ...unstated.note, stats };
    const block = from.required('result', readAccepted(asked, unstated));
    const state = { name: 'alloc', part: 'postState', placeholder: {} } as const;
    // Something must commit to the state, or any state would do.
    if (unstated.has('stateRoot')) from.required('alloc', asIs);
    return {
      ...block,
      postState: unstated.read(from, state, readAlloc),
      ...from.optional('accesses', listOf(readTransactionAccesses, LIST_COUNT_MAX)),
      ...unstated.note,
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

/** The rule that the block breaks, or `null`. */
function readRejectionOf(asked: Asked, unstated: Unstated): Reader<Rejection | null> {
  const gap = { part: 'rejection.reason', unstated } as const;
  const { policy, understand } = asked;
  return (value, place) => {
    const from = fieldsOf(value, place);
    if (from.has('blockException')) {
      const words = from.required('blockException', text(WORDS_MAX));
      const known = { names: BLOCK_REASONS, understood: understand?.(words).block };
      return { kind: 'block', reason: reasonIn(words, known, gap) };
    }
    if (policy === 'skip' || !from.has('rejected')) return null;
    const [first] = from.required('rejected', readRejectedList(asked, gap));
    return first === undefined ? null : { kind: 'transaction', ...first };
  };
}

/** Where a reason that is none of ours is noted. */
interface Gap {
  readonly part: UnstatedPart;
  readonly unstated: Unstated;
}

/** `[{index, error}]`; a tool that has nothing to list writes `null`. */
function readRejectedList(
  { txCount, understand }: Asked,
  gap: Gap,
): Reader<readonly RejectedTransaction[]> {
  const readOne: Reader<RejectedTransaction> = (value, place) => {
    const from = fieldsOf(value, place);
    const words = from.required('error', text(WORDS_MAX));
    const known = { names: TRANSACTION_REASONS, understood: understand?.(words).transaction };
    return {
      index: from.required('index', indexBelow(txCount)),
      reason: reasonIn(words, known, gap),
    };
  };
  return (value, place) => (value === null ? [] : listOf(readOne, LIST_COUNT_MAX)(value, place));
}

/** The canonical reasons, and those among them that the words were understood to mean. */
interface Known<R> {
  readonly names: readonly R[];
  readonly understood: readonly R[] | undefined;
}

/**
 * The canonical reason that the words contain, or the only one they can mean; else any one, for a
 * part that is unstated.
 */
function reasonIn<R extends TransactionReason | BlockReason>(
  words: string,
  { names: reasons, understood = [] }: Known<R>,
  { part, unstated }: Gap,
): R {
  const names: readonly string[] = words.match(EXCEPTION_NAMES) ?? [];
  const found = reasons.find((reason) => names.includes(reason));
  if (found !== undefined) return found;
  const [meant, ...others] = understood;
  if (meant !== undefined && others.length === 0) return meant;
  unstated.add(part);
  const [placeholder] = reasons;
  if (placeholder === undefined) throw new RangeError('there are no reasons');
  return placeholder;
}

function readAccepted(
  asked: Asked,
  unstated: Unstated,
): Reader<Omit<AcceptedBlock, 'postState' | 'stats'>> {
  const { fork, txCount } = asked;
  return (value, place) => {
    const from = fieldsOf(value, place);
    /** Before its fork a field does not exist, which is no gap. */
    const since = <T>(first: Fork, name: UnstatedPart, read: Reader<T>): T | null =>
      isFrom(fork, first)
        ? unstated.read<T | null>(from, { name, part: name, placeholder: null }, read)
        : null;
    const bloom = { name: 'logsBloom', part: 'logsBloom', placeholder: EMPTY_BLOOM } as const;
    const root = { name: 'stateRoot', part: 'stateRoot', placeholder: NO_ROOT } as const;
    const gap = { part: 'rejected.reason', unstated } as const;
    const rejected = from.has('rejected')
      ? from.required('rejected', readRejectedList(asked, gap))
      : [];
    const included = includedOf(rejected, txCount);
    return {
      status: 'accepted',
      stateRoot: unstated.read(from, root, bytes32),
      receiptsRoot: from.required('receiptsRoot', bytes32),
      logsBloom: unstated.read(from, bloom, readBloom),
      gasUsed: from.required('gasUsed', quantity(256)),
      blobGasUsed: since('Cancun', 'blobGasUsed', quantity(256)),
      requestsHash: since('Prague', 'requestsHash', bytes32),
      requests: since('Prague', 'requests', readRequestsOrNone),
      receipts: from.required('receipts', readReceipts({ included, unstated })),
      rejected,
    };
  };
}

const readRequestsOrNone: Reader<readonly Bytes[]> = (value, place) =>
  value === null ? [] : readRequests(value, place);

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
