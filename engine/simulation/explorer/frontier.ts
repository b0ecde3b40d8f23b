/**
 * Where an exploration stands, as plain data.
 *
 * Owns what is kept of a path: each state by the lane that led to it, and the lanes still to try
 * there. States themselves are not kept; following the path makes them again.
 */
import type { FailedSchedule } from '../failure.ts';

/** One state on the path. */
export interface FrontierLevel {
  /** The lane that led here, -1 at the root. */
  readonly via: number;
  /** Preemptions left; 0 without a bound. */
  readonly budget: number;
  readonly untried: readonly number[];
}

/** An exploration that has stopped and can go on. */
export interface Frontier {
  readonly path: readonly FrontierLevel[];
  /** The table of states met, as `VisitedStates` writes it. */
  readonly visited: Uint8Array;
  readonly states: number;
  readonly terminalStates: number;
  readonly transitions: number;
  readonly failed: number;
  /** The first that failed. */
  readonly failures: readonly FailedSchedule[];
}

/** What is kept of a level. */
export function remainingOf({ via, budget, untried }: FrontierLevel): FrontierLevel {
  return { via, budget, untried: [...untried] };
}
