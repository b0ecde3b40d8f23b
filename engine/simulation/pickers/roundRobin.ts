/**
 * Round-robin: lanes take turns of a few steps each.
 *
 * How many is drawn for each turn, so that turns do not stay in step with transactions. Fair.
 */
import type { Picker } from '../../lanes/simulated/picker.ts';
import { Prng } from '../../primitives/prng.ts';
import { nextInRing } from './delayBounded.ts';

const TURN_MAX = 4;

/** Turns that `seed` decides. */
export function roundRobinPicker(seed: bigint): Picker {
  const prng = new Prng(seed);
  let last = -1;
  let left = 0;
  return {
    pick: (runnable) => {
      if (left === 0 || !runnable.includes(last)) {
        last = nextInRing(runnable, last);
        left = 1 + prng.below(TURN_MAX);
      }
      left -= 1;
      return last;
    },
  };
}
