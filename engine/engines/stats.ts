/**
 * Stats of runs that took the serial path.
 *
 * Owns their shape alone: one lane, one execution a transaction, and why.
 */
import type { Stats } from '../api/index.ts';

/** Evidence of a serial run: why, and how many transactions were executed. */
export function serialStats(reason: string, executions: number): Stats {
  return {
    path: { kind: 'serial', reason },
    lanes: 1,
    executions,
    executionsMax: Math.min(executions, 1),
    aborts: 0,
    suspensions: 0,
    barriers: 0,
    fallbacks: 0,
  };
}
