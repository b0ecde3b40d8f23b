/**
 * Delay-bounded scheduling (Emmi, Qadeer, Rakamaric, POPL 2011), sampled.
 *
 * A lane goes on until it cannot; then the next one in a ring does. At a few random decisions the
 * lane whose turn it is is passed over. Few delays reach most bugs, and say where they are. Unfair.
 */
import type { Picker } from '../../lanes/simulated/picker.ts';
import { Prng } from '../../primitives/prng.ts';
import { choiceAt } from './choice.ts';

/** What decides a run. */
export interface DelayOptions {
  readonly seed: bigint;
  readonly delays: number;
  /** Decisions among several lanes that a run is expected to have. */
  readonly horizon: number;
}

/** A picker that passes over at most `delays` turns. */
export function delayPicker({ seed, delays, horizon }: DelayOptions): Picker {
  const prng = new Prng(seed);
  const delayed = new Set(Array.from({ length: delays }, () => prng.below(horizon)));
  let last = -1;
  let decisions = 0;
  return {
    pick: (runnable) => {
      let turn = last;
      if (!runnable.includes(turn)) {
        turn = nextInRing(runnable, turn);
      }
      if (runnable.length > 1) {
        if (delayed.has(decisions)) turn = nextInRing(runnable, turn);
        decisions += 1;
      }
      last = turn;
      return turn;
    },
  };
}

/** The first lane above `lane`, or the lowest. */
export function nextInRing(runnable: readonly number[], lane: number): number {
  return runnable.find((other) => other > lane) ?? choiceAt(runnable, 0);
}
