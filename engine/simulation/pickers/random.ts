/**
 * Random walk: any lane that can go has an equal chance, at every step.
 *
 * Fair with probability one, and the best single picker there is (Thomson et al., "Concurrency
 * testing using controlled schedulers", 2016).
 */
import type { Picker } from '../../lanes/simulated/picker.ts';
import { Prng } from '../../primitives/prng.ts';
import { choiceAt } from './choice.ts';

/** A walk that `seed` decides. */
export function randomPicker(seed: bigint): Picker {
  const prng = new Prng(seed);
  return { pick: (runnable) => choiceAt(runnable, prng.below(runnable.length)) };
}
