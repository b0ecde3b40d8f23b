/**
 * What a share can be, where some of some tries did.
 *
 * Owns the exact bounds (Clopper and Pearson, 1934) and the bound on a rate of which nothing was
 * seen (rule of three).
 */

const CONFIDENCE = 0.95;
const STEPS = 60;

/** Bounds of a share. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** What a share is at least where `hits` of `tries` did, one-sided, by default with 95 %. */
export function shareAtLeast(hits: number, tries: number, confidence: number = CONFIDENCE): number {
  if (hits === 0) return 0;
  // The smallest share under which so many hits are not too much luck.
  let [low, high] = [0, 1];
  for (let step = 0; step < STEPS; step += 1) {
    const share = (low + high) / 2;
    if (chanceOfAtLeast(hits, tries, share) < 1 - confidence) low = share;
    else high = share;
  }
  return low;
}

/** Between what a share is where `hits` of `tries` did, with 95 % confidence. */
export function shareBetween(hits: number, tries: number): Interval {
  const eachSide = (1 + CONFIDENCE) / 2;
  return {
    low: shareAtLeast(hits, tries, eachSide),
    high: 1 - shareAtLeast(tries - hits, tries, eachSide),
  };
}

/** What a rate is at most, with 95 % confidence, where nothing was seen in `tries`. */
export function rateAtMost(tries: number): number {
  return tries === 0 ? 1 : Math.min(1, 3 / tries);
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
