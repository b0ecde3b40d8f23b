/**
 * Verdicts, from best to worst, and how several become one.
 *
 * Owns the lattice. Does not know why a verdict was reached, nor which exit code it becomes.
 */

/** Verdicts in rising order: each is worse than those before it. */
export const VERDICTS = ['pass', 'inconclusive', 'flaky', 'fail', 'crash'] as const;

/**
 * The outcome of judging.
 *
 * `pass`: everything compared agrees. `inconclusive`: it cannot be told. `flaky`: the same block
 * came out right and wrong. `fail`: it disagrees with serial truth. `crash`: the engine itself
 * failed, by throwing, hanging, dying or answering something that is no result.
 */
export type Verdict = (typeof VERDICTS)[number];

/** The worst of the verdicts; `pass` of none. */
export function worst(verdicts: Iterable<Verdict>): Verdict {
  let found = 0;
  for (const verdict of verdicts) found = Math.max(found, VERDICTS.indexOf(verdict));
  return VERDICTS[found] ?? 'crash';
}
