/**
 * Schedules as text, to pickers and back.
 *
 * Owns the two spellings that `engine/api/schedule.ts` names. A schedule that cannot be read is the
 * caller's mistake: whoever takes one from outside checks it first with `isSchedule`.
 */
import type { PickerName, Schedule } from '../api/index.ts';
import { invariant } from '../primitives/invariant.ts';
import type { Picker } from '../lanes/simulated/picker.ts';
import { PICKER_NAMES, namedPicker } from './pickers/named.ts';
import { replayPicker } from './pickers/replay.ts';

const DIGIT_BASE = 36;
const SEEDED = new RegExp(`^(${PICKER_NAMES.join('|')}):(\\d{1,20})$`);
const STEPS = /^steps:([0-9a-z]+)$/;

/** Lanes that one digit can tell apart. */
export const LANES_MAX: number = DIGIT_BASE;

/** Whether a string from outside spells a schedule. */
export function isSchedule(text: string): text is Schedule {
  return SEEDED.test(text) || STEPS.test(text);
}

/** The walk that `seed` decides; not negative, below 10^20. */
export function randomSchedule(seed: bigint): Schedule {
  return seededSchedule('random', seed);
}

/** What that picker chooses from that seed; not negative, below 10^20. */
export function seededSchedule(picker: PickerName, seed: bigint): Schedule {
  return `${picker}:${String(seed)}`;
}

/** The choices of a run that was recorded: the lane of each step. */
export function stepsSchedule(lanes: readonly number[]): Schedule {
  return `steps:${lanes.map((lane) => lane.toString(DIGIT_BASE)).join('')}`;
}

/** A picker that follows the schedule from its first step, in a block of that many transactions. */
export function pickerOf(schedule: Schedule, txCount: number): Picker {
  const [, name, seed] = SEEDED.exec(schedule) ?? [];
  const picker = PICKER_NAMES.find((candidate) => candidate === name);
  if (picker !== undefined && seed !== undefined) {
    return namedPicker(picker, { seed: BigInt(seed), txCount });
  }
  const steps = stepsOf(schedule);
  invariant(steps !== null, 'a schedule is spelled as one', { schedule });
  return replayPicker(steps);
}

/** The lanes that a schedule lists, `null` of one that a picker chooses. */
export function stepsOf(schedule: string): readonly number[] | null {
  const steps = STEPS.exec(schedule)?.[1];
  if (steps === undefined) {
    return null;
  }
  return Array.from(steps, (digit) => Number.parseInt(digit, DIGIT_BASE));
}
