/**
 * The cost model: what virtual time is made of.
 *
 * Fixed, so that numbers of different engines and days can be compared; the orders of magnitude are
 * those of native engines. Inside, time is counted in ticks, whole nanoseconds, so that sums are
 * exact and ties are ties. Nothing here knows a schedule.
 */
import type { CostModel, VirtualMicroseconds } from '../../api/index.ts';
import { invariant } from '../../primitives/invariant.ts';

/** Prices in microseconds; only whether state is cold can be chosen. */
export const WARM_COSTS: CostModel = {
  body: { transfer: 25, erc20: 300, swap: 1_100, compute: 13_000 },
  read: 1,
  recheck: 0.8,
  publish: 0.4,
  coldRead: 0,
  subScheduler: 0.3,
  mainScheduler: 0.3,
};

const TICKS_PER_MICROSECOND = 1_000;

/** A price as ticks. */
export function ticksOf(microseconds: number): number {
  return Math.round(microseconds * TICKS_PER_MICROSECOND);
}

/** Ticks as a duration. */
export function virtualTime(ticks: number): VirtualMicroseconds {
  const microseconds = ticks / TICKS_PER_MICROSECOND;
  invariant(isDuration(microseconds), 'time is not negative', { ticks });
  return microseconds;
}

// The one place where a number becomes virtual time.
function isDuration(microseconds: number): microseconds is VirtualMicroseconds {
  return microseconds >= 0;
}
