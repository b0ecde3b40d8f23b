/**
 * Choices that several workloads make alike.
 *
 * Owns shuffles, exact shares at random places, and ranks by Zipf's law. All of them draw from the
 * stream they are given and from nothing else.
 */
import type { Random } from '../build/random.ts';

/** Parts in which Zipf's weights are counted; ranks below it keep a weight of at least one. */
const WEIGHT = 2n ** 64n;
/** So many that no two items of a shuffle draw the same. */
const KEYS = 2n ** 256n;

/** An index of a list of `count` items. */
export function drawIndex(count: number, random: Random): number {
  return Number(random(BigInt(count)));
}

/** One of the items. Throws a `RangeError` when there is none. */
export function drawFrom<Item>(items: readonly Item[], random: Random): Item {
  const item = items[drawIndex(items.length, random)];
  if (item === undefined) throw new RangeError('nothing to draw from');
  return item;
}

/** The items in random order. */
export function shuffled<Item>(items: readonly Item[], random: Random): readonly Item[] {
  return items
    .map((item) => ({ item, key: random(KEYS) }))
    .sort((left, right) => (left.key < right.key ? -1 : 1))
    .map(({ item }) => item);
}

/** How many of `count` make up that many tenths, rounded. */
export function tenths(count: number, share: number): number {
  return Math.round((count * share) / 10);
}

/** A list of `count` places of which exactly `marked` are true. */
export function marks(count: number, marked: number, random: Random): readonly boolean[] {
  return shuffled(
    Array.from({ length: count }, (_, place) => place < marked),
    random,
  );
}

/** Draws ranks from 0 to `count - 1`; rank r comes up 1 / (r + 1) as often as rank 0. */
export function zipfRanks(count: number, random: Random): () => number {
  let total = 0n;
  const ends = Array.from({ length: count }, (_, rank) => {
    total += WEIGHT / BigInt(rank + 1);
    return total;
  });
  return () => {
    const draw = random(total);
    // The first rank whose interval ends beyond the draw, by halving.
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (draw < (ends[middle] ?? total)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
