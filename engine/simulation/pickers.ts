/**
 * Pickers: who goes next in simulation.
 *
 * A schedule is data: a seed for the random walk, a list of lanes for the replay.
 */
import { invariant } from '../primitives/invariant.ts';
import { Prng } from '../primitives/prng.ts';
import type { Picker } from '../lanes/simulated/simulatedGate.ts';

/** Picks any runnable lane with equal chance. */
export function randomPicker(seed: bigint): Picker {
  const prng = new Prng(seed);
  return {
    pick: (runnable) => at(runnable, prng.below(runnable.length)),
  };
}

/** Repeats the choices of an earlier run; they must be possible. */
export function replayPicker(lanes: readonly number[]): Picker {
  let step = 0;
  return {
    pick: (runnable) => {
      const lane = at(lanes, step);
      invariant(runnable.includes(lane), 'a replayed lane can go', { step, lane, runnable });
      step += 1;
      return lane;
    },
  };
}

function at(list: readonly number[], index: number): number {
  const item = list[index];
  invariant(item !== undefined, 'a schedule has a choice for every step', { index });
  return item;
}
