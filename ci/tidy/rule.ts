/**
 * What a rule of the self-lint is: a question put to every file, and a count of what it looked at.
 *
 * A rule that looked at nothing has proven nothing, so the count is part of the answer and the test
 * refuses zero. A rule also carries the snippets that must make it speak: a rule nobody has seen
 * red is not a rule. Reading files is `tree.ts`; running the rules is `ci/tidy.test.ts`.
 */
import type { SourceFile } from './source.ts';

/** One place where a file breaks a rule. `line` counts from 1. */
export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly problem: string;
}

/** The answer of one rule about one file: how much it looked at, and what is wrong there. */
export interface Examination {
  readonly checked: number;
  readonly violations: readonly Violation[];
}

/** A snippet that stands for a file; `says` must match the problem of its only violation. */
export interface BadExample {
  readonly path: string;
  readonly text: string;
  readonly says: RegExp;
}

/** A snippet in which the rule must find something to look at and nothing to object to. */
export interface GoodExample {
  readonly path: string;
  readonly text: string;
}

/** One rule of the self-lint. */
export interface Rule {
  /** A sentence that is true of a tidy repository. */
  readonly states: string;
  /** What `checked` counts, in the plural. */
  readonly counts: string;
  readonly examine: (file: SourceFile) => Examination;
  readonly bad: readonly BadExample[];
  readonly good: readonly GoodExample[];
}
