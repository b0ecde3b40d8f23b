/**
 * Fairness in the end: an unfair picker for a while, then a random walk.
 *
 * An unfair picker can let one lane spin for ever while the lane it waits for never goes; that is
 * the picker's doing, not the engine's. Nobody is judged for not ending before this has taken over.
 */
import type { Picker } from '../../lanes/simulated/picker.ts';
import { randomPicker } from './random.ts';

/** Follows `picker` for `steps` steps. */
export function fairAfter(picker: Picker, steps: number, seed: bigint): Picker {
  const walk = randomPicker(seed);
  let step = 0;
  return {
    pick: (runnable, outlook) => {
      step += 1;
      return (step <= steps ? picker : walk).pick(runnable, outlook);
    },
  };
}
