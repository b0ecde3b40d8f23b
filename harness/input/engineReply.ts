/**
 * Reads what an engine under test answers.
 *
 * Owns the check that an answer is an `ExecutionResult` at all, within sizes that a block can have:
 * engines may be other people's code in other processes. Does not judge whether it is the right
 * one.
 */
import type {
  AcceptedBlock,
  Access,
  Bytes,
  Capabilities,
  ParallelFrom,
  EngineInfo,
  ExecutionPath,
  ExecutionResult,
  Location,
  Log,
  Receipt,
  RejectedBlock,
  RejectedTransaction,
  Rejection,
  Stats,
  Touched,
  TransactionAccesses,
  UnstatedPart,
} from '#engine/api/index.js';
import { readAlloc } from './allocReader.ts';
import { count, fieldsOf, flag, listOf, nullable, oneOf, type Reader, text } from './fields.ts';
import { address, bytes, bytes32, bytesExactly, quantity, storageWord } from './hexadecimal.ts';
import { readSchedule } from './scheduleReader.ts';
import {
  BLOCK_REASONS,
  FORKS,
  POLICIES,
  TRANSACTION_REASONS,
  UNSTATED_PARTS,
} from './vocabulary.ts';

const BLOOM_BYTES = 256;
/** Most receipts, logs or accesses in a list. */
export const LIST_COUNT_MAX: number = 1 << 20;
const TOPIC_COUNT_MAX = 4;
const REQUEST_COUNT_MAX = 256;
const BYTES_MAX = 1 << 24;
/** Longest reason, in characters. */
export const WORDS_MAX: number = 1 << 12;
const NAME_MAX = 256;

/** The bloom of no logs. */
export const EMPTY_BLOOM: Bytes = `0x${'00'.repeat(BLOOM_BYTES)}`;

/** Reads a bloom. Throws `Refusal`. */
export const readBloom: Reader<Bytes> = bytesExactly(BLOOM_BYTES);

/** Reads EIP-7685 requests. Throws `Refusal`. */
export const readRequests: Reader<readonly Bytes[]> = (value, place) =>
  listOf(bytes(BYTES_MAX), REQUEST_COUNT_MAX)(value, place);

/** Reads the outcome of one block. Throws `Refusal`. */
export const readExecutionResult: Reader<ExecutionResult> = (value, place) => {
  const status = fieldsOf(value, place).required('status', oneOf(['accepted', 'rejected']));
  return status === 'accepted' ? readAccepted(value, place) : readRejected(value, place);
};

/** Reads who an engine says it is. Throws `Refusal`. */
export const readEngineInfo: Reader<EngineInfo> = (value, place) => {
  const identity = readIdentity(value, place);
  const from = fieldsOf(value, place);
  return { ...identity, capabilities: from.required('capabilities', readCapabilities) };
};

/** Reads what an engine is called. Throws `Refusal`. */
export const readIdentity: Reader<Pick<EngineInfo, 'name' | 'version'>> = (value, place) => {
  const from = fieldsOf(value, place);
  return {
    name: from.required('name', text(NAME_MAX)),
    version: from.required('version', text(NAME_MAX)),
  };
};

/** Reads what an engine says it can do. Throws `Refusal`. */
export const readCapabilities: Reader<Capabilities> = (value, place) => {
  const can = fieldsOf(value, place);
  return {
    forks: can.required('forks', listOf(oneOf(FORKS), FORKS.length)),
    policies: can.required('policies', listOf(oneOf(POLICIES), POLICIES.length)),
    parallel: can.required('parallel', flag),
    accesses: can.required('accesses', flag),
    ...can.optional('schedules', flag),
    ...can.optional('sequences', flag),
    ...can.optional('lanes', flag),
    ...can.optional('expresses', flag),
    ...can.optional('plainSenders', flag),
    ...can.optional('parallelFrom', readParallelFrom),
  };
};

const readParallelFrom: Reader<ParallelFrom> = (value, place) => {
  const from = fieldsOf(value, place);
  return { ...from.optional('transactions', count), ...from.optional('gas', count) };
};

function readAccepted(value: unknown, place: string): AcceptedBlock {
  const from = fieldsOf(value, place);
  return {
    status: 'accepted',
    stateRoot: from.required('stateRoot', bytes32),
    receiptsRoot: from.required('receiptsRoot', bytes32),
    logsBloom: from.required('logsBloom', readBloom),
    gasUsed: from.required('gasUsed', quantity(256)),
    blobGasUsed: from.required('blobGasUsed', nullable(quantity(256))),
    requestsHash: from.required('requestsHash', nullable(bytes32)),
    requests: from.required('requests', nullable(readRequests)),
    receipts: from.required('receipts', listOf(readReceipt, LIST_COUNT_MAX)),
    rejected: from.required('rejected', listOf(readRejectedTransaction, LIST_COUNT_MAX)),
    postState: from.required('postState', readAlloc),
    ...from.optional('accesses', listOf(readTransactionAccesses, LIST_COUNT_MAX)),
    ...from.optional('unstated', readUnstated),
    stats: from.required('stats', readStats),
  };
}

function readRejected(value: unknown, place: string): RejectedBlock {
  const from = fieldsOf(value, place);
  return {
    status: 'rejected',
    rejection: from.required('rejection', readRejection),
    ...from.optional('unstated', readUnstated),
    stats: from.required('stats', readStats),
  };
}

const readUnstated: Reader<readonly UnstatedPart[]> = (value, place) =>
  listOf(oneOf(UNSTATED_PARTS), UNSTATED_PARTS.length)(value, place);

const readRejection: Reader<Rejection> = (value, place) => {
  const from = fieldsOf(value, place);
  const kind = from.required('kind', oneOf(['transaction', 'block']));
  if (kind === 'block') return { kind, reason: from.required('reason', oneOf(BLOCK_REASONS)) };
  return { kind, ...readRejectedTransaction(value, place) };
};

const readRejectedTransaction: Reader<RejectedTransaction> = (value, place) => {
  const from = fieldsOf(value, place);
  return {
    index: from.required('index', count),
    reason: from.required('reason', oneOf(TRANSACTION_REASONS)),
  };
};

const readReceipt: Reader<Receipt> = (value, place) => {
  const from = fieldsOf(value, place);
  return {
    type: from.required('type', quantity(8)),
    transactionHash: from.required('transactionHash', bytes32),
    transactionIndex: from.required('transactionIndex', count),
    status: from.required('status', oneOf(['0x0', '0x1'])),
    gasUsed: from.required('gasUsed', quantity(256)),
    cumulativeGasUsed: from.required('cumulativeGasUsed', quantity(256)),
    logsBloom: from.required('logsBloom', readBloom),
    logs: from.required('logs', listOf(readLog, LIST_COUNT_MAX)),
    contractAddress: from.required('contractAddress', nullable(address)),
  };
};

/** Reads one log entry. Throws `Refusal`. */
export const readLog: Reader<Log> = (value, place) => {
  const from = fieldsOf(value, place);
  return {
    address: from.required('address', address),
    topics: from.required('topics', listOf(bytes32, TOPIC_COUNT_MAX)),
    data: from.required('data', bytes(BYTES_MAX)),
  };
};

/** Reads the evidence of how a result was reached. Throws `Refusal`. */
export const readStats: Reader<Stats> = (value, place) => {
  const from = fieldsOf(value, place);
  return {
    path: from.required('path', readPath),
    lanes: from.required('lanes', count),
    executions: from.required('executions', count),
    executionsMax: from.required('executionsMax', count),
    aborts: from.required('aborts', count),
    suspensions: from.required('suspensions', count),
    barriers: from.required('barriers', count),
    fallbacks: from.required('fallbacks', count),
    ...from.optional('minParallel', count),
    ...from.optional('schedule', readSchedule),
  };
};

const readPath: Reader<ExecutionPath> = (value, place) => {
  const from = fieldsOf(value, place);
  const kind = from.required('kind', oneOf(['parallel', 'serial']));
  return kind === 'parallel'
    ? { kind }
    : { kind, reason: from.required('reason', text(WORDS_MAX)) };
};

/** Reads what one transaction read and wrote. Throws `Refusal`. */
export const readTransactionAccesses: Reader<TransactionAccesses> = (value, place) => {
  const from = fieldsOf(value, place);
  return {
    index: from.required('index', count),
    reads: from.required('reads', listOf(readAccess, LIST_COUNT_MAX)),
    writes: from.required('writes', listOf(readAccess, LIST_COUNT_MAX)),
    ...from.optional('touched', listOf(readTouched, LIST_COUNT_MAX)),
  };
};

const readTouched: Reader<Touched> = (value, place) => {
  const from = fieldsOf(value, place);
  return {
    address: from.required('address', address),
    slots: from.required('slots', listOf(storageWord, LIST_COUNT_MAX)),
  };
};

const readAccess: Reader<Access> = (value, place) => {
  const from = fieldsOf(value, place);
  return {
    location: from.required('location', readLocation),
    what: from.required('what', text(WORDS_MAX)),
  };
};

const LOCATION_KINDS = ['balance', 'nonce', 'code', 'storage', 'lifecycle', 'existence'] as const;

const readLocation: Reader<Location> = (value, place) => {
  const from = fieldsOf(value, place);
  const kind = from.required('kind', oneOf(LOCATION_KINDS));
  const where = from.required('address', address);
  if (kind !== 'storage') return { kind, address: where };
  return { kind, address: where, slot: from.required('slot', storageWord) };
};
