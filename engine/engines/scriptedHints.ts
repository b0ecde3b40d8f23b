/**
 * Hints of a block of scripts.
 *
 * Owns what there is to know of a script before it runs: what it does alone on the state before the
 * block, as a mempool would see it, and the truth. Of its code nothing can be told: it has none.
 */
import type { HintChoice } from '../api/index.ts';
import type { ExpectedAccess } from '../graph/dependencies.ts';
import { accessHints } from '../hints/accessHints.ts';
import type { Hints } from '../hints/hint.ts';
import type { BodyResult } from '../lanes/body.ts';
import { expectedAccesses, misleading } from './expectedAccesses.ts';

/** Choices that scripts have nothing for. */
export const CODE_CHOICES = ['access-list', 'templates', 'static'] as const;

/** A choice that can be made for scripts. */
export type ScriptedChoice = Exclude<HintChoice, (typeof CODE_CHOICES)[number]>;

/** What scripts come to. */
export interface ScriptRuns {
  /** Each on what is before the block. */
  readonly alone: readonly BodyResult<unknown>[];
  /** Each after those before it. */
  readonly truth: readonly BodyResult<unknown>[];
}

/** What a planner is told of scripts. */
export function scriptedHints(
  choice: ScriptedChoice,
  { alone, truth }: ScriptRuns,
): readonly ExpectedAccess[] {
  return expectedAccesses(
    hintsOf(choice, { alone, truth }),
    alone.map(() => 1),
  );
}

function hintsOf(choice: ScriptedChoice, { alone, truth }: ScriptRuns): readonly Hints[] {
  switch (choice) {
    case 'none':
      return [];
    case 'exact':
      return seen(truth);
    case 'all':
    case 'simulation':
      return seen(alone);
    default:
      return misleading(seen(alone), choice);
  }
}

function seen(runs: readonly BodyResult<unknown>[]): readonly Hints[] {
  return runs.map((run) => accessHints(run, { source: 'simulation', grade: 'exact' }));
}
