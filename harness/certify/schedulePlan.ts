/**
 * Under which schedules, and on how many lanes, a block is executed.
 *
 * Owns the plan and where its seeds come from: the run's seed and the block's place, so that any
 * block can be had again alone. A schedule is spelled here and followed by the engine.
 */
import { createHash } from 'node:crypto';
import type { Engine, ExecuteOptions, Schedule } from '#engine/api/index.js';
import { PICKERS } from '../input/vocabulary.ts';

/** Bytes of a digest that are the seed. */
const SEED_BYTES = 8;

/** Where a block stands: words and numbers that no other block of the run has, and its size. */
export interface BlockSite {
  readonly key: readonly (string | number)[];
  readonly txCount: number;
}

/** How one execution is asked for; what is not there is as the engine is configured. */
export type Asking = Pick<ExecuteOptions, 'schedule' | 'lanes'>;

/** The executions of a block, in order, at least one. */
export type SchedulePlan = (site: BlockSite) => readonly Asking[];

/** How much is left to luck. */
export interface ScheduleChoice {
  /**
   * Whether a block is also executed as the engine is configured. On threads that is what it is
   * about; in simulation a seeded schedule stands in its place.
   */
  readonly asConfigured: boolean;
  /** Seeded schedules of each block of two or more transactions. */
  readonly seeded: number;
  /**
   * Executions of such a block on numbers of lanes that are asked for, of an engine that runs on as
   * many as it is asked: some of `LANES_ASKED`, chosen by the seed. Default 0.
   */
  readonly onLanes?: number;
}

/** Numbers of lanes that are asked for: none beside, few, odd, and more than most blocks need. */
export const LANES_ASKED: readonly number[] = [1, 2, 3, 8];

/**
 * Once as configured, and under three seeded schedules: threads alone leave the schedule to luck,
 * and on an idle machine luck is always the same.
 */
export const SCHEDULES_DEFAULT: ScheduleChoice = { asConfigured: true, seeded: 3, onLanes: 1 };

/** Every block once, as configured. */
export const AS_CONFIGURED: SchedulePlan = () => [{}];

/** The plan of a run. An engine that takes neither schedules nor lanes executes a block once. */
export function planOf(engine: Engine, seed: number, choice: ScheduleChoice): SchedulePlan {
  const { schedules: takesSchedules = false, lanes: takesLanes = false } = engine.info.capabilities;
  const { seeded, onLanes = 0 } = choice;
  const asConfigured = choice.asConfigured || !takesSchedules;
  return ({ key, txCount }) => {
    // One transaction has no order to get wrong.
    const least = asConfigured ? 0 : 1;
    const count = txCount < 2 ? least : Math.max(seeded, least);
    const schedules = Array.from({ length: takesSchedules ? count : 0 }, (_, k) => ({
      schedule: seededSchedule([seed, ...key, k]),
    }));
    const lanes = takesLanes && txCount >= 2 ? lanesAsked([seed, ...key], onLanes) : [];
    return [...(asConfigured ? [{}] : []), ...lanes, ...schedules];
  };
}

/** So many of the numbers, in their order from one that the parts decide. */
function lanesAsked(parts: readonly (string | number)[], count: number): readonly Asking[] {
  const first = digestOf(parts).readUInt8(0);
  return Array.from({ length: Math.min(count, LANES_ASKED.length) }, (_, k) => {
    const lanes = LANES_ASKED[(first + k) % LANES_ASKED.length];
    return lanes === undefined ? {} : { lanes };
  });
}

/**
 * A schedule that the parts decide; different parts, different schedules. Half are random walks;
 * the others go to the pickers that find what a walk is slow to find.
 */
export function seededSchedule(parts: readonly (string | number)[]): Schedule {
  const digest = digestOf(parts);
  const lot = digest.readUInt8(SEED_BYTES);
  const picker = lot % 2 === 0 ? PICKERS[0] : PICKERS[(lot >> 1) % PICKERS.length];
  return `${picker ?? 'random'}:${String(digest.readBigUInt64BE())}`;
}

function digestOf(parts: readonly (string | number)[]): Buffer {
  // JSON keeps the parts apart: ["a", 11] and ["a1", 1] are different texts.
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

/** An asking in words, to go after what went wrong; empty as configured. */
export function askingWords({ schedule, lanes }: Asking): string {
  if (schedule !== undefined) return ` (under the schedule ${schedule})`;
  return lanes === undefined ? '' : ` (on ${String(lanes)} ${lanes === 1 ? 'lane' : 'lanes'})`;
}
