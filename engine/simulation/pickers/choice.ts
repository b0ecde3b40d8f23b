/**
 * Choosing from a list.
 *
 * Owns what pickers share: a position that is there, and the best by a measure, of equals the
 * first.
 */
import { invariant } from '../../primitives/invariant.ts';

/** The item at `index`. */
export function choiceAt(list: readonly number[], index: number): number {
  const item = list[index];
  invariant(item !== undefined, 'a schedule has a choice for every step', { index });
  return item;
}

/** The lane with the greatest measure. */
export function greatest(lanes: readonly number[], measure: (lane: number) => number): number {
  let best = choiceAt(lanes, 0);
  for (const lane of lanes) {
    if (measure(lane) > measure(best)) {
      best = lane;
    }
  }
  return best;
}
