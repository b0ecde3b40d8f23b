/**
 * What a scheduler is: a pure state machine over integers.
 *
 * It decides who does what next and is told what came of it. It never sees state, EVM, promises,
 * timers or randomness; all it remembers lies in the arena. Each call is one atomic step.
 */
import type { Fingerprint } from '../primitives/fingerprint.ts';

/** An order to a lane. */
export type Task =
  /** Decode the transaction and recover its sender. */
  | { readonly kind: 'prepare'; readonly txIndex: number }
  /** Start a body, as one of the lane's fibres. */
  | {
      readonly kind: 'execute';
      readonly txIndex: number;
      readonly incarnation: number;
      readonly fibre: number;
      /** The number that was reported when it was prepared. */
      readonly sender: number;
    }
  /** Go on with a body that was suspended. */
  | {
      readonly kind: 'resume';
      readonly txIndex: number;
      readonly incarnation: number;
      readonly fibre: number;
    }
  | { readonly kind: 'validate'; readonly txIndex: number; readonly incarnation: number }
  /** Put transactions into partitions, for one round. */
  | {
      readonly kind: 'plan';
      /** From 1. */
      readonly round: number;
      /** Transactions to be executed in it, ascending. */
      readonly members: readonly number[];
      /** Of each member the number of its sender. */
      readonly senders: readonly number[];
    }
  /** Nothing to do now; wait until something changes. */
  | { readonly kind: 'park' }
  /** The block is done. */
  | { readonly kind: 'leave' };

/** Stands for the sender of a transaction whose signature gives none. */
export const NO_SENDER = 0;

/** A fact from a lane. */
export type Report =
  /** `sender` is a number that transactions of one sender share; 0 for none. */
  | { readonly kind: 'prepared'; readonly txIndex: number; readonly sender: number }
  /** Each partition ascending, none empty, every member of the plan in one of them. */
  | {
      readonly kind: 'planned';
      readonly partitions: readonly (readonly number[])[];
      /** All members, the most urgent first; where the scheduler goes by priority. */
      readonly order?: readonly number[];
      /** By TxIndex, a lower one that it is to come after, -1 for none; likewise. */
      readonly after?: readonly number[];
      /** Accounts and slots that were asked for until now. */
      readonly loads: number;
    }
  | {
      readonly kind: 'executed';
      readonly txIndex: number;
      readonly incarnation: number;
      /** Whether it wrote where the incarnation before it had not. */
      readonly wroteNewLocation: boolean;
    }
  /** The incarnation was executed, and what it read was checked in the same step. */
  | {
      readonly kind: 'published';
      readonly txIndex: number;
      readonly incarnation: number;
      readonly holds: boolean;
      /** Those below that what it read comes from now, the highest first. */
      readonly restsOn: readonly number[];
      /** Executed transactions above that rely on what is otherwise now. */
      readonly flagged: readonly number[];
    }
  /** The incarnation met an estimate of `on` and stays alive on its lane. */
  | {
      readonly kind: 'suspended';
      readonly txIndex: number;
      readonly incarnation: number;
      readonly on: number;
    }
  /** The incarnation met an estimate of `on` and was given up. */
  | {
      readonly kind: 'blocked';
      readonly txIndex: number;
      readonly incarnation: number;
      readonly on: number;
    }
  | {
      readonly kind: 'validated';
      readonly txIndex: number;
      readonly incarnation: number;
      readonly holds: boolean;
    };

/** Counts of one block so far. */
export interface SchedulerCounts {
  readonly executions: number;
  readonly executionsMax: number;
  /** Incarnations withdrawn after they were published. */
  readonly aborts: number;
  /** Incarnations that waited alive. */
  readonly suspensions: number;
}

/** What is worth telling of one way to schedule only. */
export interface ScheduleEvidence {
  /** Of rounds: the exclusive end of the final prefix after each. */
  readonly finalAfterRounds?: readonly number[];
  /** Of rounds: transactions that are final or hold behind a conflict, after each. */
  readonly holdingAfterRounds?: readonly number[];
  /** Of tables: transactions held back until another table had nothing open below them. */
  readonly blocks?: number;
  /** Of tables: transactions that moved to another. */
  readonly repartitions?: number;
  /** Of rounds: accounts and slots whose state before the block was asked for before each. */
  readonly loadsBeforeRounds?: readonly number[];
}

/** What becomes of a transaction when everything below it is final. */
export type Finality =
  /** It is final as it stands, be it only that it was left out. */
  | 'kept'
  /** It is final, and what it wrote was taken back. */
  | 'withdrawn'
  /** It ends the block: nothing above it matters. */
  | 'ends-block';

/** Who serves a step: the main scheduler, or a sub-scheduler by its number. */
export type Server = 'main' | number;

/** Of a scheduler that is one. */
export const MAIN_ONLY: readonly Server[] = ['main'];

/** Lanes that are parked and have to be woken. */
export type Woken = 'all' | readonly number[];

/** Orders lanes about. */
export interface Scheduler {
  /** Whether what conflicts is marked as estimates, for readers to wait at. */
  readonly marksEstimates: boolean;
  /** Whether what was read is checked as it is published, and again by every publication below. */
  readonly checksAtPublish: boolean;
  /** The next task for `lane`. */
  next(lane: number): Task;
  /** Takes note of what a lane did. */
  report(lane: number, report: Report): void;
  /**
   * Ends a step that was no read; says whom it made work for. Where it is not there, a report may
   * have made work for all.
   */
  endStep?(): readonly number[];
  /** Whom the last of `next` and `report` had to pass, in order; its cost is for others to say. */
  readonly served: readonly Server[];
  /** Whether the transaction's present incarnation is this one, executed and not aborted. */
  isCurrent(txIndex: number, incarnation: number): boolean;
  /** The head, once all it read holds for good and only its admission is open; else `null`. */
  readonly confirmedHead: number | null;
  /** Makes the confirmed head final; `flagged` relied on what it wrote, which is taken back. */
  finalise(finality: Finality, flagged?: readonly number[]): void;
  /** Exclusive end of the final prefix. */
  readonly finalEnd: number;
  /** The same, and the head counts too once it has ended the block. */
  readonly decidedEnd: number;
  readonly counts: SchedulerCounts;
  /** What else the schedule has to say for itself. */
  readonly evidence: ScheduleEvidence;
  /** The transaction's present incarnation. */
  incarnationOf(txIndex: number): number;
  /** Executions of the transaction so far. */
  executionsOf(txIndex: number): number;
  /** How many there may be, given those of lower transactions so far; true of every schedule. */
  executionsBound(txIndex: number): number;
  /** Throws `InvariantError` unless all that is kept together fits together. */
  assertConsistent(): void;
  /** Adds what decides what comes next, but for what belongs to one lane, to a fingerprint. */
  fingerprint(into: Fingerprint): void;
  /** The same of one lane. */
  fingerprintLane(lane: number, into: Fingerprint): void;
}
