/**
 * What a block takes in virtual time, and the prices it was reckoned with.
 *
 * Owns the types that `lockstep simulate` prints. Nothing here was measured by a clock: a row is a
 * function of block, engine, lanes and prices, and the same on every machine.
 */
import type { VirtualMicroseconds } from './duration.ts';
import type { HintChoice } from './hintChoice.ts';

/** What a transaction is made of, as the cost model knows it. */
export type PricedKind = 'transfer' | 'erc20' | 'swap' | 'compute';

/** What things take, in microseconds of virtual time. */
export interface CostModel {
  /** A whole body, without reads and publishing; spread over it in proportion to gas. */
  readonly body: Readonly<Record<PricedKind, number>>;
  /** A read step: one account, one slot, or code that the block deployed. */
  readonly read: number;
  /** A fact checked at a validation. */
  readonly recheck: number;
  /** A write published. */
  readonly publish: number;
  /** Beside `read`, the first time that anybody reads the account or slot in the block. */
  readonly coldRead: number;
  /** A step at a sub-scheduler, which serves one lane at a time. */
  readonly subScheduler: number;
  /** A step at the main scheduler, which serves one lane at a time. */
  readonly mainScheduler: number;
}

/** What an incarnation does that meets an unready read. */
export type OnEstimate = 'abort' | 'suspend';

/**
 * Whether the run kept the lower bound. Below it is an `anomaly` where an incarnation may have read
 * by luck what its final one had to read, and an `error` of the reckoning where none can.
 */
export type BoundVerdict = 'kept' | 'anomaly' | 'error';

/** One block on one engine with so many lanes. */
export interface VirtualRow {
  readonly engine: string;
  readonly workload: string;
  readonly hints: HintChoice;
  readonly onEstimate: OnEstimate;
  readonly transactions: number;
  readonly lanes: number;
  /** Until the last transaction is final. */
  readonly makespan: VirtualMicroseconds;
  /** Of one final execution of each transaction: bodies, reads and publishing; no scheduler. */
  readonly serialTime: VirtualMicroseconds;
  /** `serialTime / makespan`. */
  readonly speedup: number;
  /** What no schedule can beat: work shared evenly, or the longest chain of reads and publishes. */
  readonly lowerBound: VirtualMicroseconds;
  /** The same where a transaction starts after those that it depends on. */
  readonly lowerBoundTx: VirtualMicroseconds;
  /** `lowerBound / makespan`. */
  readonly efficiency: number;
  readonly bound: BoundVerdict;
  /** Starts of bodies, per transaction, and the most that one transaction had. */
  readonly executionsPerTransaction: number;
  readonly executionsMax: number;
  /** Time spent on bodies, reads and publishing, in useful ones. */
  readonly workInflation: number;
  /** Lanes at work, in the mean over the makespan; waiting for a scheduler is no work. */
  readonly busyLanes: number;
  /** From the first start of a transaction to its finality: mean, and 99th percentile. */
  readonly latencyMean: VirtualMicroseconds;
  readonly latencyP99: VirtualMicroseconds;
  /** Parks, suspensions and resumes, per transaction. */
  readonly switchesPerTransaction: number;
  /** Share of the makespan in which the main scheduler was serving. */
  readonly mainSchedulerShare: number;
  /** Share of the steps at a scheduler that sub-schedulers served by themselves. */
  readonly subSchedulerShare: number;
  /** Shared memory in use at the end, in bytes; it only grows. */
  readonly peakBytes: number;
  readonly aborts: number;
  readonly validations: number;
  readonly parks: number;
  readonly suspensions: number;
  /** Of an engine that works in rounds: see `Stats`. */
  readonly finalAfterRounds?: readonly number[];
  readonly holdingAfterRounds?: readonly number[];
  readonly loadsPerRound?: readonly number[];
  /** Of an engine with tables: see `Stats`. */
  readonly blocks?: number;
  readonly repartitions?: number;
  /** Whether state root and receipts root are those of serial execution. */
  readonly rootEqual: boolean;
}
