/**
 * How far a measured power can be trusted.
 *
 * Owns three figures: the exact lower bound on a share (Clopper and Pearson, 1934), the median time
 * to an event that not everybody has met yet (Kaplan and Meier, 1958), and the bound on a rate of
 * which nothing was seen (rule of three).
 */

const CONFIDENCE = 0.95;
const STEPS = 60;

/** What a share is at least, one-sided with 95 % confidence, where `hits` of `tries` did. */
export function shareAtLeast(hits: number, tries: number): number {
  if (hits === 0) return 0;
  // The smallest share under which so many hits are not too much luck.
  let [low, high] = [0, 1];
  for (let step = 0; step < STEPS; step += 1) {
    const share = (low + high) / 2;
    if (chanceOfAtLeast(hits, tries, share) < 1 - CONFIDENCE) low = share;
    else high = share;
  }
  return low;
}

/** What a rate is at most, with 95 % confidence, where nothing was seen in `tries`. */
export function rateAtMost(tries: number): number {
  return tries === 0 ? 1 : Math.min(1, 3 / tries);
}

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

/** The chance of `hits` or more in `tries`, each with chance `share`. */
function chanceOfAtLeast(hits: number, tries: number, share: number): number {
  if (share <= 0) return 0;
  if (share >= 1) return 1;
  let chance = 0;
  let logWays = 0;
  for (let count = 0; count <= tries; count += 1) {
    if (count > 0) logWays += Math.log(tries - count + 1) - Math.log(count);
    if (count < hits) continue;
    chance += Math.exp(logWays + count * Math.log(share) + (tries - count) * Math.log(1 - share));
  }
  return chance;
}
