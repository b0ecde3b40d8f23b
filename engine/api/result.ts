/**
 * What executing a block returns.
 *
 * Everything but `stats` is consensus: two engines that differ in it disagree. `stats` is evidence
 * of how the result was reached and is never compared.
 */
import type { Alloc } from './block.ts';
import type { Address, Bytes, Bytes32, Quantity } from './hex.ts';
import type { RejectedTransaction, Rejection } from './rejection.ts';
import type { Schedule } from './schedule.ts';
import type { Access } from './access.ts';
import type { TransactionHash } from './transaction.ts';
import type { UnstatedPart } from './unstated.ts';

/** One log entry, in the order emitted. */
export interface Log {
  readonly address: Address;
  /** None to four. */
  readonly topics: readonly Bytes32[];
  readonly data: Bytes;
}

/** Protocol outcome of one included transaction. */
export interface Receipt {
  /** EIP-2718 type of the transaction. */
  readonly type: Quantity;
  readonly transactionHash: TransactionHash;
  /** TxIndex in the block as given; gaps where transactions were rejected. */
  readonly transactionIndex: number;
  /** EIP-658: `0x1` success, `0x0` failure. */
  readonly status: '0x0' | '0x1';
  /** Gas of this transaction after refunds, in gas. */
  readonly gasUsed: Quantity;
  /** Gas of all included transactions up to this one, in gas. */
  readonly cumulativeGasUsed: Quantity;
  /** 256 bytes, Yellow Paper section 4.3.1. */
  readonly logsBloom: Bytes;
  readonly logs: readonly Log[];
  /** Address of the contract a creation transaction made or tried to make; else `null`. */
  readonly contractAddress: Address | null;
}

/** How a block's transactions were executed. */
export type ExecutionPath =
  { readonly kind: 'parallel' } | { readonly kind: 'serial'; readonly reason: string };

/** Of an engine that keeps state on disk: what its cache did for one block. */
export interface StoreStats {
  /** Reads of the state before the block that the cache has answered. */
  readonly hits: number;
  /** Those that went to the disk; also every read where there is no cache. */
  readonly misses: number;
  /** Places read ahead, before anybody asked. */
  readonly preloaded: number;
  /** Batches of places that could not be read ahead. */
  readonly preloadsFailed: number;
  /** Places that made room for others. */
  readonly evicted: number;
  /** Places forgotten since the block begins with other values than the one before. */
  readonly invalidated: number;
  /** Reads of code that a lane still had from before. */
  readonly codeHits: number;
  /** Those it did not have yet. */
  readonly codeMisses: number;
}

/** Evidence of how a result was reached. All numbers are counts. */
export interface Stats {
  readonly path: ExecutionPath;
  /** Places where a task could run; 1 on the serial path. */
  readonly lanes: number;
  /** Starts of a body on a transaction, whatever their end; serial re-runs count. */
  readonly executions: number;
  /** Largest number of executions of one transaction. */
  readonly executionsMax: number;
  /** Incarnations withdrawn. */
  readonly aborts: number;
  /** Incarnations that met an unready read and stayed alive on their lane. */
  readonly suspensions: number;
  /** Exact balance reads that had to wait for the reader to head the final prefix. */
  readonly barriers: number;
  /** Times the uncommitted suffix was handed to the serial path. */
  readonly fallbacks: number;
  /** Of an engine that works in rounds: the exclusive end of the final prefix after each. */
  readonly finalAfterRounds?: readonly number[];
  /** Of such an engine: transactions that are final or hold behind a conflict, after each round. */
  readonly holdingAfterRounds?: readonly number[];
  /**
   * Of an engine that works in rounds: accounts and slots whose state before the block was first
   * asked for in each round, the last with what comes after it.
   */
  readonly loadsPerRound?: readonly number[];
  /** Of an engine with tables: transactions held back until another table was done below them. */
  readonly blocks?: number;
  /** Of such an engine: transactions that moved to another table. */
  readonly repartitions?: number;
  /** Of an engine that keeps state on disk. */
  readonly store?: StoreStats;
  /** Blocks with fewer transactions that run code than this take the serial path. */
  readonly minParallel?: number;
  /** What repeats this run, step by step; only of the parallel path. */
  readonly schedule?: Schedule;
  /** Digest of all steps and what each came to: another one means another run. */
  readonly traceDigest?: string;
}

/** An account that a transaction came by, and the slots of it (EIP-7928). */
export interface Touched {
  readonly address: Address;
  readonly slots: readonly Bytes32[];
}

/** What one transaction's final incarnation read, wrote and came by, sorted by location. */
export interface TransactionAccesses {
  readonly index: number;
  readonly reads: readonly Access[];
  readonly writes: readonly Access[];
  /** Every account and slot named, used or not; of engines that keep a touch log. */
  readonly touched?: readonly Touched[];
}

/** How the message of an included transaction ended, of which its receipt says less. */
export interface TransactionDetails {
  readonly index: number;
  /** What a call returned or reverted with; of a creation the code. */
  readonly returned: Bytes;
  /** What ended it, in the interpreter's words (`revert`, `out of gas`); `null` on success. */
  readonly exception: string | null;
  /** Of the message alone, without intrinsic gas and refunds, in gas. */
  readonly messageGas: Quantity;
  /** Refund counter at the end, not yet capped (EIP-3529), in gas. */
  readonly refund: Quantity;
}

/** A block that is valid, with everything its header commits to. */
export interface AcceptedBlock {
  readonly status: 'accepted';
  readonly stateRoot: Bytes32;
  readonly receiptsRoot: Bytes32;
  /** 256 bytes. */
  readonly logsBloom: Bytes;
  /** In gas. */
  readonly gasUsed: Quantity;
  /** In blob gas; `null` before Cancun. */
  readonly blobGasUsed: Quantity | null;
  /** EIP-7685; `null` before Prague. */
  readonly requestsHash: Bytes32 | null;
  /** EIP-7685 requests, type byte first, empty ones left out; `null` before Prague. */
  readonly requests: readonly Bytes[] | null;
  readonly receipts: readonly Receipt[];
  /** Transactions left out under the policy `skip`; always empty under `reject-block`. */
  readonly rejected: readonly RejectedTransaction[];
  readonly postState: Alloc;
  /** Present when asked for. */
  readonly accesses?: readonly TransactionAccesses[];
  /** Present when asked for, of engines that have them; never compared. */
  readonly details?: readonly TransactionDetails[];
  /** Default: everything is stated. */
  readonly unstated?: readonly UnstatedPart[];
  readonly stats: Stats;
}

/** A block that is invalid. No state is kept. */
export interface RejectedBlock {
  readonly status: 'rejected';
  readonly rejection: Rejection;
  /** Default: everything is stated. */
  readonly unstated?: readonly UnstatedPart[];
  readonly stats: Stats;
}

/** Outcome of one block. */
export type ExecutionResult = AcceptedBlock | RejectedBlock;
