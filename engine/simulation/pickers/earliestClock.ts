/**
 * Earliest clock with jitter: as if every step took about as long, on cores that stumble.
 *
 * Each lane has a clock, and the one that is behind goes; now and then a step takes up to 20 times
 * its time, as when a core is taken away. Schedules of real machines look like this. Fair.
 */
import type { Picker } from '../../lanes/simulated/picker.ts';
import { Prng } from '../../primitives/prng.ts';
import { greatest } from './choice.ts';

const STUMBLES_IN = 50;
const JITTER_STEPS = 1_024;
const STUMBLE = 20;
const JITTER = 0.2;

/** Clocks that `seed` decides. */
export function earliestClockPicker(seed: bigint): Picker {
  const prng = new Prng(seed);
  const clocks: number[] = [];
  const share = (): number => prng.below(JITTER_STEPS) / JITTER_STEPS;
  const clockOf = (lane: number): number => (clocks[lane] ??= share());
  let now = 0;
  return {
    pick: (runnable) => {
      // A lane that was parked comes back at the present.
      const lane = greatest(runnable, (other) => -Math.max(now, clockOf(other)));
      now = Math.max(now, clockOf(lane));
      const isStumble = prng.below(STUMBLES_IN) === 0;
      clocks[lane] = now + 1 + share() * (isStumble ? STUMBLE : JITTER);
      return lane;
    },
  };
}
