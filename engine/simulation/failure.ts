/**
 * How a schedule can fail.
 *
 * Owns the kinds and their order of telling. A failure is evidence against the engine, never
 * against the block: every schedule of a correct engine passes every check.
 */
import { InvariantError } from '../primitives/invariant.ts';

/** What can be found wrong. */
export const FAILURE_KINDS = [
  /** Something that must fit together does not. */
  'invariant',
  /** A final transaction read, wrote or came to something else than in index order. */
  'effect',
  /** A final transaction relies on something that does not hold. */
  'stale-read',
  /** Nobody can go on, and the block is not done. */
  'deadlock',
  /** Lanes go on for ever. */
  'livelock',
  /** A transaction was executed more often than the engine says it can be. */
  'bound',
  /** All lanes have left, and not every transaction is final. */
  'unfinished',
  /** The same choices gave another run. */
  'nondeterminism',
  /** Something threw. */
  'crash',
] as const;

/** One of them. */
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** Raised by a check. */
export class ScheduleFailure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string) {
    super(message);
    this.name = 'ScheduleFailure';
    this.kind = kind;
  }
}

/** A failed schedule, as data. */
export interface FailedSchedule {
  readonly kind: FailureKind;
  readonly message: string;
  /** The lane of each step up to the failure, after every transaction was prepared. */
  readonly trace: readonly number[];
}

/** What was thrown, as data. */
export function failedSchedule(thrown: unknown, trace: readonly number[]): FailedSchedule {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { kind: kindOf(thrown), message, trace: [...trace] };
}

function kindOf(thrown: unknown): FailureKind {
  if (thrown instanceof ScheduleFailure) {
    return thrown.kind;
  }
  return thrown instanceof InvariantError ? 'invariant' : 'crash';
}
