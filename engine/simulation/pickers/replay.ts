/**
 * Replay: the choices of an earlier run, one by one.
 *
 * A choice that is not possible shows that the run is another one, and ends it.
 */
import type { Picker } from '../../lanes/simulated/picker.ts';
import { invariant } from '../../primitives/invariant.ts';
import { choiceAt } from './choice.ts';

/** Repeats `lanes`. */
export function replayPicker(lanes: readonly number[]): Picker {
  let step = 0;
  return {
    pick: (runnable) => {
      const lane = choiceAt(lanes, step);
      invariant(runnable.includes(lane), 'a replayed lane can go', { step, lane, runnable });
      step += 1;
      return lane;
    },
  };
}
