/**
 * How much a profile runs.
 *
 * Owns the numbers, which are defaults: a flag that says otherwise wins.
 */
import type { Profile } from './certificate.ts';

/** What a profile comes to. */
export interface Extent {
  /** Seeded schedules of each block, for engines that take schedules. */
  readonly schedules: number;
  /** Share of the official tests, in per cent. */
  readonly samplePercent: number;
  /** Generated blocks under each fork, from each generator. */
  readonly drawsPerGenerator: number;
}

/** The extents: minutes, an hour, a night. */
export const EXTENTS: Readonly<Record<Profile, Extent>> = {
  quick: { schedules: 3, samplePercent: 10, drawsPerGenerator: 0 },
  standard: { schedules: 8, samplePercent: 100, drawsPerGenerator: 4 },
  deep: { schedules: 32, samplePercent: 100, drawsPerGenerator: 40 },
};
