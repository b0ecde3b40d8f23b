/**
 * What a law is to a pursuit.
 *
 * Owns the types. A law looks at one block before one accused and says whether it holds. That
 * nothing was there to be compared is a third answer: a law that is never more than vacuous proves
 * nothing.
 */
import type { ExecutionResult, Schedule } from '#engine/api/index.js';
import { compareResults, TRUTH_SAYS } from '#harness/compare/index.js';
import type { BuildName } from '../builds.ts';
import type { Scene } from '../scene.ts';

/** What a law says of a block. */
export type Verdict =
  | { readonly kind: 'held' }
  /** It had nothing to look at. */
  | { readonly kind: 'vacuous' }
  | {
      readonly kind: 'broken';
      readonly words: string;
      /** What shows it again, where it was one that an engine can be asked for. */
      readonly schedule: Schedule | null;
    };

/** A law. */
export interface Law {
  readonly name: string;
  readonly why: string;
  /** It is put to one block in so many. */
  readonly every: number;
  /** Whether it says something of engines of that set-up. */
  readonly concerns: (build: BuildName) => boolean;
  /** Whether it looks at the block at all, and not at scripts of its own. */
  readonly isOfBlock: boolean;
  readonly examine: (scene: Scene) => Promise<Verdict>;
}

/** The law holds. */
export const HELD: Verdict = { kind: 'held' };
/** There was nothing to look at. */
export const VACUOUS: Verdict = { kind: 'vacuous' };

/** The law is broken. */
export function broken(words: string, schedule: Schedule | null = null): Verdict {
  return { kind: 'broken', words, schedule };
}

/** Two results that must be the same, and what to say before the difference. */
export interface Pair {
  readonly expected: ExecutionResult;
  readonly actual: ExecutionResult;
  readonly said?: string;
  /** Who has said what is expected; default serial execution. */
  readonly against?: string;
  readonly schedule?: Schedule | null;
}

/** Whether two results are the same. */
export function compared({ expected, actual, schedule = null, ...words }: Pair): Verdict {
  const [first] = compareResults(expected, actual, 1).differences;
  if (first === undefined) return HELD;
  const { said = '', against = TRUTH_SAYS } = words;
  return broken(`${said}${first.words.replace(TRUTH_SAYS, against)}`, schedule);
}
