/**
 * How soon, where not everybody has been seen.
 *
 * Owns the median time to an event that not everybody has met yet (Kaplan and Meier, 1958).
 */

/** A time to an event, or how long it was waited for in vain. */
export interface Waiting {
  readonly seconds: number;
  readonly hasHappened: boolean;
}

/** The median time, counting those still waiting as long as they waited; `null` if unknown. */
export function medianWaiting(all: readonly Waiting[]): number | null {
  const inOrder = all.toSorted((one, other) => one.seconds - other.seconds);
  let share = 1;
  for (const [place, { seconds, hasHappened }] of inOrder.entries()) {
    if (hasHappened) share *= 1 - 1 / (inOrder.length - place);
    if (hasHappened && share <= 0.5) return seconds;
  }
  return null;
}
