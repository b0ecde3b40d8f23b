/**
 * Probabilistic concurrency testing (Burckhardt et al., ASPLOS 2010).
 *
 * Lanes have priorities, the highest that can go goes, and at `depth - 1` random decisions the lane
 * that went last falls below all others. A bug that needs `depth` orderings is found with
 * probability 1 / (lanes * horizon^(depth - 1)) at least. Unfair: a lane that spins keeps its rank.
 * A lane that has parked counts as one that yields, and falls too.
 */
import type { Picker } from '../../lanes/simulated/picker.ts';
import { Prng } from '../../primitives/prng.ts';
import { greatest } from './choice.ts';

/** What decides a run. */
export interface PCTOptions {
  readonly seed: bigint;
  /** At least 1. */
  readonly depth: number;
  /** Decisions among several lanes that a run is expected to have. */
  readonly horizon: number;
}

/** A picker of that depth. */
export function pctPicker({ seed, depth, horizon }: PCTOptions): Picker {
  const prng = new Prng(seed);
  const changes = new Set(Array.from({ length: depth - 1 }, () => prng.below(horizon)));
  const priorities: number[] = [];
  let lowest = 0;
  let decisions = 0;
  let last = -1;
  const priorityOf = (lane: number): number => (priorities[lane] ??= 1 + prng.below(1 << 20));
  const demote = (lane: number): void => {
    lowest -= 1;
    priorities[lane] = lowest;
  };
  return {
    pick: (runnable) => {
      const hasYielded = last >= 0 && !runnable.includes(last);
      if (runnable.length > 1) {
        if (last >= 0 && (changes.has(decisions) || hasYielded)) demote(last);
        decisions += 1;
      }
      last = greatest(runnable, priorityOf);
      return last;
    },
  };
}
