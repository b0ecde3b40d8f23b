/**
 * The power of a run: how many engines broken on purpose are found out by the cases it judged.
 *
 * Owns the shape of what was measured, and what it comes to for the cases of one run. A pass says
 * that nothing was found; this says how much would have been. Counts are from below: a broken
 * engine counts for the case that found it out first, though others may have.
 */
import { shareAtLeast } from '../../statistics/shares.ts';

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

/** What was measured: engines of one kind, put to the cases of one fork each under `quick`. */
export interface Measurement {
  readonly broken: Broken;
  readonly askedBy: AskedBy;
  /** That can be told from an honest one. */
  readonly engines: number;
  /** Case of the corpus → how many of them it found out first. */
  readonly foundBy: Readonly<Record<string, number>>;
}

/** What that comes to for the cases of a run. */
export interface PowerRow extends Pick<Measurement, 'broken' | 'askedBy' | 'engines'> {
  readonly found: number;
  /** Of engines broken like these, at least this share is found, with 95 % confidence. */
  readonly shareAtLeast: number;
}

/** How an engine was asked in a run, for each kind of mistake that it can have. */
export function askedBysOf(can: {
  readonly parallel: boolean;
  readonly takesSchedules: boolean;
}): readonly AskedBy[] {
  if (!can.parallel) return ['once'];
  return ['once', can.takesSchedules ? 'schedules' : 'threads'];
}

/** The rows of a run that judged these cases; none where nothing of the corpus is among them. */
export function powerOf(
  measured: readonly Measurement[],
  askedBys: readonly AskedBy[],
  cases: ReadonlySet<string>,
): readonly PowerRow[] {
  const rows = measured.filter(({ askedBy }) => askedBys.includes(askedBy));
  const powers = rows.map(({ broken, askedBy, engines, foundBy }) => {
    const found = Object.entries(foundBy).reduce(
      (sum, [caseId, count]) => sum + (cases.has(caseId) ? count : 0),
      0,
    );
    const share = Number(shareAtLeast(found, engines).toFixed(3));
    return { broken, askedBy, engines, found, shareAtLeast: share };
  });
  return powers.some(({ found }) => found > 0) ? powers : [];
}
