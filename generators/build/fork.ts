/**
 * The order of the forks, for generators that build the same block under several rules.
 *
 * Owns which fork comes after which. Does not say what a fork changes: whoever builds a block asks
 * `isFrom(fork, 'London')` where London's rule matters.
 */
import type { Fork } from '#engine/api/index.js';

/** Every fork Lockstep knows, oldest first. */
export const FORKS: readonly Fork[] = [
  'Berlin',
  'London',
  'Paris',
  'Shanghai',
  'Cancun',
  'Prague',
  'Osaka',
];

/** Whether the rules that `since` introduced are in force under `fork`. */
export function isFrom(fork: Fork, since: Fork): boolean {
  return FORKS.indexOf(fork) >= FORKS.indexOf(since);
}

/** The forks from `since` on, oldest first. */
export function forksFrom(since: Fork): readonly Fork[] {
  return FORKS.slice(FORKS.indexOf(since));
}

/** The forks before `end`, oldest first. */
export function forksBefore(end: Fork): readonly Fork[] {
  return FORKS.slice(0, FORKS.indexOf(end));
}
