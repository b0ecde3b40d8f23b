/**
 * Under which schedules a block is executed.
 *
 * Owns the plan and where its seeds come from: the run's seed and the block's place, so that any
 * block can be had again alone. A schedule is spelled here and followed by the engine.
 */
import { createHash } from 'node:crypto';
import type { Engine, Schedule } from '#engine/api/index.js';
import { PICKERS } from '../input/vocabulary.ts';

/** Bytes of a digest that are the seed. */
const SEED_BYTES = 8;

/** Where a block stands: words and numbers that no other block of the run has, and its size. */
export interface BlockSite {
  readonly key: readonly (string | number)[];
  readonly txCount: number;
}

/** The executions of a block, in order, at least one; `null` stands for "as configured". */
export type SchedulePlan = (site: BlockSite) => readonly (Schedule | null)[];

/** How much is left to luck. */
export interface ScheduleChoice {
  /**
   * Whether a block is also executed as the engine is configured. On threads that is what it is
   * about; in simulation a seeded schedule stands in its place.
   */
  readonly asConfigured: boolean;
  /** Seeded schedules of each block of two or more transactions. */
  readonly seeded: number;
}

/**
 * Once as configured, and under three seeded schedules: threads alone leave the schedule to luck,
 * and on an idle machine luck is always the same.
 */
export const SCHEDULES_DEFAULT: ScheduleChoice = { asConfigured: true, seeded: 3 };

/** Every block once, as configured. */
export const AS_CONFIGURED: SchedulePlan = () => [null];

/** The plan of a run. An engine that takes no schedules executes every block once. */
export function planOf(engine: Engine, seed: number, choice: ScheduleChoice): SchedulePlan {
  if (engine.info.capabilities.schedules !== true) return AS_CONFIGURED;
  const { asConfigured, seeded } = choice;
  return ({ key, txCount }) => {
    // One transaction has no order to get wrong.
    const smallest = asConfigured ? 0 : 1;
    const count = txCount < 2 ? smallest : Math.max(seeded, smallest);
    const schedules = Array.from({ length: count }, (_, k) => seededSchedule([seed, ...key, k]));
    return asConfigured ? [null, ...schedules] : schedules;
  };
}

/**
 * A schedule that the parts decide; different parts, different schedules. Half are random walks;
 * the others go to the pickers that find what a walk is slow to find.
 */
export function seededSchedule(parts: readonly (string | number)[]): Schedule {
  // JSON keeps the parts apart: ["a", 11] and ["a1", 1] are different texts.
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
  const lot = digest.readUInt8(SEED_BYTES);
  const picker = lot % 2 === 0 ? PICKERS[0] : PICKERS[(lot >> 1) % PICKERS.length];
  return `${picker ?? 'random'}:${String(digest.readBigUInt64BE())}`;
}
