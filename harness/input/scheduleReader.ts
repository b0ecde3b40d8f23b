/**
 * Reads a schedule.
 *
 * Owns the two spellings of `engine/api/schedule.ts` as foreign text. Whether the steps are
 * possible, only the engine can say.
 */
import type { Schedule } from '#engine/api/index.js';
import { type Reader, text } from './fields.ts';
import { Refusal } from './refusal.ts';
import { PICKERS } from './vocabulary.ts';

const PICKER_LIST = `one of the pickers ${PICKERS.join(', ')}`;
const CHARACTERS_MAX = 1 << 24;

/** Reads a schedule. Throws `Refusal`. */
export const readSchedule: Reader<Schedule> = (value, place) => {
  const [, kind, choices = ''] = SPELLING.exec(text(CHARACTERS_MAX)(value, place)) ?? [];
  const picker = PICKERS.find((name) => name === kind);
  if (picker !== undefined && /^\d{1,20}$/.test(choices)) return `${picker}:${choices}`;
  if (kind === 'steps') return `steps:${choices}`;
  throw new Refusal({
    place,
    problem: 'is no schedule',
    remedy: `write steps:<lanes in base 36> or <picker>:<decimal seed>, with ${PICKER_LIST}`,
  });
};

const SPELLING = /^([a-z0-9]+):([0-9a-z]+)$/;
