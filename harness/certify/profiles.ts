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
  /** Executions of each block on numbers of lanes asked for, of engines that take lanes. */
  readonly onLanes: number;
  /** Share of the official tests, in per cent. */
  readonly samplePercent: number;
  /** Generated blocks under each fork, from each generator. */
  readonly drawsPerGenerator: number;
}

/** The extents: minutes, an hour, a night. */
export const EXTENTS: Readonly<Record<Profile, Extent>> = {
  quick: { schedules: 3, onLanes: 1, samplePercent: 10, drawsPerGenerator: 0 },
  standard: { schedules: 8, onLanes: 4, samplePercent: 100, drawsPerGenerator: 4 },
  deep: { schedules: 32, onLanes: 4, samplePercent: 100, drawsPerGenerator: 40 },
};
