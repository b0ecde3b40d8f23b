/**
 * What a run of the law has really met.
 *
 * Owns the list of sights without which the law would be empty talk. Counts only; the law asserts
 * that each was met often.
 */

/** Sights worth counting. */
export const SIGHTS = [
  'ready answers',
  'unready answers',
  'balances with folded deltas',
  'balances above a final delta',
  'fields cut off by a destruction',
  'slots cut off',
  'facts that hold',
  'facts that fail',
  'facts that wait',
  'read sets that hold',
  'read sets that fail',
  'readers found',
  'versions removed',
  'versions overwritten',
  'estimates placed',
  'final transactions',
  'refused steps',
  'codes found',
  'codes missed',
  'growths of the arena',
] as const;

/** One of them. */
export type Sight = (typeof SIGHTS)[number];

/** Counts of sights. */
export class Tally {
  readonly #counts = new Map<Sight, number>();

  saw(sight: Sight, times = 1): void {
    this.#counts.set(sight, this.count(sight) + times);
  }

  count(sight: Sight): number {
    return this.#counts.get(sight) ?? 0;
  }
}
