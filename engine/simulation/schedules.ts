/**
 * Schedules as text, to pickers and back.
 *
 * Owns the two spellings that `engine/api/schedule.ts` names. A schedule that cannot be read is the
 * caller's mistake: whoever takes one from outside checks it first with `isSchedule`.
 */
import type { Schedule } from '../api/index.ts';
import { invariant } from '../primitives/invariant.ts';
import type { Picker } from '../lanes/simulated/simulatedGate.ts';
import { randomPicker, replayPicker } from './pickers.ts';

const DIGIT_BASE = 36;
const RANDOM = /^random:(\d{1,20})$/;
const STEPS = /^steps:([0-9a-z]+)$/;

/** Lanes that one digit can tell apart. */
export const LANES_MAX: number = DIGIT_BASE;

/** Whether a string from outside spells a schedule. */
export function isSchedule(text: string): text is Schedule {
  return RANDOM.test(text) || STEPS.test(text);
}

/** The walk that `seed` decides; not negative, below 10^20. */
export function randomSchedule(seed: bigint): Schedule {
  return `random:${String(seed)}`;
}

/** The choices of a run that was recorded: the lane of each step. */
export function stepsSchedule(lanes: readonly number[]): Schedule {
  return `steps:${lanes.map((lane) => lane.toString(DIGIT_BASE)).join('')}`;
}

/** A picker that follows the schedule from its first step. */
export function pickerOf(schedule: Schedule): Picker {
  const seed = RANDOM.exec(schedule)?.[1];
  if (seed !== undefined) {
    return randomPicker(BigInt(seed));
  }
  const steps = STEPS.exec(schedule)?.[1];
  invariant(steps !== undefined, 'a schedule is spelled as one', { schedule });
  return replayPicker(Array.from(steps, (digit) => Number.parseInt(digit, DIGIT_BASE)));
}
