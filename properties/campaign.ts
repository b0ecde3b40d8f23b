/**
 * Where the laws get their random choices from.
 *
 * Owns the seed, which is fixed unless `LOCKSTEP_SEED` names another, and the spelling of it in the
 * names of tests, so that every failure says how to see it again. Draws nothing by itself.
 */
import fc from 'fast-check';

/** The seed of this run: a safe integer. Throws a `RangeError` when `LOCKSTEP_SEED` is none. */
export const SEED: number = readSeed(process.env['LOCKSTEP_SEED'] ?? '20150730');

/** For names of tests: how to repeat their random choices. */
export const SEED_NOTE: string = `LOCKSTEP_SEED=${SEED}`;

/** Settings of one property that is tried `runs` times. */
export function campaignSettings(runs: number): {
  readonly seed: number;
  readonly numRuns: number;
} {
  return { seed: SEED, numRuns: runs };
}

/** A seeded choice of at most `count` of `items`, in their old order. */
export function sample<Item>(items: readonly Item[], count: number): readonly Item[] {
  if (items.length <= count) return items;
  const places = fc.shuffledSubarray([...items.keys()], { minLength: count, maxLength: count });
  const [chosen = []] = fc.sample(places, { seed: SEED, numRuns: 1 });
  return items.filter((_, place) => chosen.includes(place));
}

function readSeed(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && seed <= 0x7fff_ffff) return seed;
  throw new RangeError(`LOCKSTEP_SEED must be an integer from 0 to 2147483647, not "${text}"`);
}
