/**
 * How often an engine is wrong that is right now and then.
 *
 * Owns how a share of runs is told: a flaky engine is no matter of yes or no, and who mends one
 * needs to know how long to try before it can be believed.
 */
import { shareBetween } from '../statistics/shares.ts';

/** What came of running one block again and again. */
export interface FlakeRate {
  /** Runs that were wrong, the first among them. */
  readonly wrong: number;
  readonly runs: number;
  /** With 95 % confidence the share of runs that are wrong is not below this. */
  readonly low: number;
  /** Nor above this. */
  readonly high: number;
}

/** The rate that `wrong` of `runs` tell of. */
export function flakeRate(wrong: number, runs: number): FlakeRate {
  return { wrong, runs, ...shareBetween(wrong, runs) };
}

/** In words: `in 1 of 20 runs, so in 0.1 to 25 % of them`. */
export function flakeWords({ wrong, runs, low, high }: FlakeRate): string {
  const share = `${percent(low)} to ${percent(high)} %`;
  return `in ${String(wrong)} of ${String(runs)} runs, so in ${share} of them`;
}

/** Two digits say all that can be said. */
function percent(share: number): string {
  return String(Number((100 * share).toPrecision(2)));
}
