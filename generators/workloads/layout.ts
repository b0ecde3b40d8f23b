/**
 * Places for groups, so that the distances within groups are as they were counted.
 *
 * Owns the laying out of transactions of one sender, or to one contract, over a block. Approximate:
 * a place that is taken moves on to the next free one, and the last may be followed by the first.
 */
import type { Random } from '../build/random.ts';
import type { Distances } from './blockShape.ts';
import { drawIndex, shuffled } from './draws.ts';

/** The distance that stands for itself and all beyond it. */
const FAR = 64;

/** Places from 0 on, of which some are taken. */
class Places {
  /** Where to look next: a free place points to itself, a taken one beyond itself. */
  readonly #next: number[];

  constructor(size: number) {
    this.#next = Array.from({ length: size + 1 }, (_, place) => place);
  }

  /** Takes the first free place from `from` on, or from the beginning. There must be one. */
  take(from: number): number {
    const end = this.#next.length - 1;
    const after = this.#find(Math.min(from, end));
    const place = after < end ? after : this.#find(0);
    if (place === end) throw new RangeError('all places are taken');
    this.#next[place] = place + 1;
    return place;
  }

  #find(from: number): number {
    let place = from;
    for (let next = this.#at(place); next !== place; next = this.#at(place)) {
      // Each step is made longer on the way, so that the walks of a whole block stay short.
      this.#next[place] = this.#at(next);
      place = next;
    }
    return place;
  }

  #at(place: number): number {
    return this.#next[place] ?? place;
  }
}

/**
 * For each of `size` places the number of the group that stands there, `null` where none does.
 * `counts` says how many places each group has; those with the most choose first.
 */
export function layOut(
  counts: readonly number[],
  distances: Distances,
  { size, random }: { readonly size: number; readonly random: Random },
): readonly (number | null)[] {
  const laidOut: (number | null)[] = Array.from({ length: size }, () => null);
  const places = new Places(size);
  const nextDistance = drawDistances(distances, random);
  for (const [group, count] of counts.entries()) {
    const steps = Array.from({ length: count - 1 }, nextDistance);
    const span = steps.reduce((sum, step) => sum + step, 0);
    let place = places.take(drawIndex(Math.max(1, size - span), random));
    laidOut[place] = group;
    for (const step of steps) {
      place = places.take(place + step);
      laidOut[place] = group;
    }
  }
  return laidOut;
}

/** Deals out the counted distances in random order, again from the first when all are dealt. */
function drawDistances(distances: Distances, random: Random): () => number {
  const counted = Object.entries(distances).flatMap(([distance, count]) =>
    Array.from({ length: count }, () => Number(distance)),
  );
  const deck = shuffled(counted, random);
  let dealt = 0;
  return () => {
    const distance = deck[dealt % deck.length] ?? FAR;
    dealt += 1;
    return distance < FAR ? distance : FAR + drawIndex(FAR, random);
  };
}
