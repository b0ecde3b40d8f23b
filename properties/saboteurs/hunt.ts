/**
 * Runs the corpus through a suspect until it says something that serial execution does not.
 *
 * Owns what counts as killed: a result that differs, in a field that can be named. An engine that
 * throws is not killed but crashed; anything would notice that, and so it proves little about
 * checks.
 */
import type { Engine, ExecutionResult } from '#engine/api/index.js';
import { compareResults } from '#harness/compare/index.js';
import { type Trial, execute } from '../trials.ts';

/** How a hunt ended. */
export type Fate =
  | {
      readonly kind: 'killed';
      /** Name of the trial that told it apart. */
      readonly by: string;
      /** The first difference, in words. */
      readonly words: string;
    }
  | { readonly kind: 'crashed'; readonly by: string; readonly words: string }
  | {
      readonly kind: 'survived';
      readonly blocks: number;
      /** Fields compared. */
      readonly compared: number;
    };

/** Trials in the order in which a hunt is shortest: the least gas first. */
export function cheapestFirst(trials: readonly Trial[]): readonly Trial[] {
  return trials.toSorted((left, right) => gasOf(left) - gasOf(right));
}

function gasOf({ truth }: Trial): number {
  return truth.status === 'accepted' ? Number(truth.gasUsed) : 0;
}

/** Puts trials to `suspect`, in order, up to the first that kills it. */
export async function hunt(suspect: Engine, trials: readonly Trial[]): Promise<Fate> {
  let compared = 0;
  for (const trial of trials) {
    let result: ExecutionResult;
    try {
      result = await execute(suspect, trial);
    } catch (error) {
      return { kind: 'crashed', by: trial.name, words: String(error) };
    }
    const comparison = compareResults(trial.truth, result, 2);
    const [first, second] = comparison.differences;
    if (first !== undefined) {
      // The state root says that something differs; the field after it says what.
      const telling = first.path === 'stateRoot' ? (second ?? first) : first;
      return { kind: 'killed', by: trial.name, words: telling.words };
    }
    compared += comparison.compared;
  }
  return { kind: 'survived', blocks: trials.length, compared };
}
