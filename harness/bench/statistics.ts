/**
 * Medians and quartiles.
 *
 * Owns how many samples become one number with a spread. Medians, not means: a garbage collection
 * or a busy neighbour makes single rounds slow and never fast.
 */

/** The middle of the samples and the two values between which the middle half lies. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Median and quartiles, interpolated between neighbours. Throws `RangeError` without samples. */
export function spreadOf(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
  };
}

function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new RangeError('there are no samples');
  return below + (above - below) * (position - Math.floor(position));
}
