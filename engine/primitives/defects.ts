/**
 * Deliberate defects: one switch each, off in every engine that is not a saboteur.
 *
 * A conformance kit that never saw a broken engine proves nothing. Each switch re-creates a mistake
 * that a real parallel engine has shipped, at the one place in the code where it belongs.
 */

/** Defects of our parallel engines, by the name of their saboteur. */
export const DEFECTS = [
  /** Every validation succeeds. */
  'skip-validation',
  /** An aborted incarnation's writes stay values: nobody waits for better ones. */
  'no-estimates',
  /** A write where there was none does not call for validation of higher transactions. */
  'ignore-new-locations',
  /** A slot keeps its value although its account was destroyed or made anew since. */
  'ignore-lifecycle',
  /** The receipt is that of a lane's first incarnation, whichever became final. */
  'stale-receipt',
] as const;

/** What is wrong on purpose. */
export type Defect = (typeof DEFECTS)[number];

/**
 * Those that `v2` can have: where every publication is checked again, a value that should have been
 * an estimate costs time and no more.
 */
export const DEFECTS_AT_PUBLISH: readonly Defect[] = DEFECTS.filter(
  (name) => name !== 'no-estimates',
);

/** Those that the steps of lanes show; a receipt is not looked at before the block is committed. */
export const STEP_DEFECTS: readonly Defect[] = DEFECTS.filter((name) => name !== 'stale-receipt');

/** Those that an engine without estimates can have: `v1`. */
export const DEFECTS_WITHOUT_ESTIMATES: readonly Defect[] = DEFECTS.filter(
  (name) => name !== 'no-estimates' && name !== 'ignore-new-locations',
);
