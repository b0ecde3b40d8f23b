/**
 * The picker's port: who chooses which lane goes next.
 *
 * A picker sees which lanes can go and what their next steps would touch, nothing else; it is a
 * function of its seed and of what it has seen, so that the same picker gives the same run.
 */

/** What a picker may look at. */
export interface Outlook {
  /** What the lane's next step touches, as a set of bits: steps that share none commute. */
  footprintOf(lane: number): number;
}

/** Chooses the next lane. */
export interface Picker {
  /** One of `runnable`, which is ascending and not empty. */
  pick(runnable: readonly number[], outlook: Outlook): number;
}
