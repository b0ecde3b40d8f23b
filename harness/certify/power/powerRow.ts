/**
 * The power of a run: how many engines broken on purpose one of the same extent finds out.
 *
 * Owns the shape. A pass says that nothing was found; this says how much would have been.
 */

/**
 * What is broken: `executor`, a rule that one transaction already shows; `parallel`, scheduling or
 * the memory that lanes share.
 */
export type Broken = 'executor' | 'parallel';

/**
 * How a block was executed: `once`; `schedules`, under the seeded schedules of the profile, in
 * simulation; `threads`, as configured and on numbers of lanes asked for, on real threads.
 */
export type AskedBy = 'once' | 'schedules' | 'threads';

/** Engines of one kind, put to the cases of one fork each. */
export interface PowerRow {
  readonly broken: Broken;
  readonly askedBy: AskedBy;
  /** That can be told from an honest one. */
  readonly engines: number;
  readonly found: number;
  /** Of engines like these, at least this share is found, with 95 % confidence. */
  readonly shareAtLeast: number;
}
