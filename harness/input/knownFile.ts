/**
 * Files of known failures.
 *
 * Owns their form: `{"failures": [{"case", "fork"?, "why", "owner", "link", "expires"}]}`. Every
 * entry must say who sees to it, where, and until when, or a list would only ever grow.
 */
import { InputError } from '#fixtures/input/inputError.js';
import type { KnownFailure } from '../certify/knownFailures.ts';
import { fieldsOf, listOf, oneOf, type Reader, text } from './fields.ts';
import { parseJSONFile } from './jsonFile.ts';
import { Refusal } from './refusal.ts';
import { FORKS } from './vocabulary.ts';

const COUNT_MAX = 10_000;
const TEXT_MAX = 2_000;

/** Reads and checks a file. Throws `InputError`, which names the file and the field. */
export function readKnownFile(path: string): readonly KnownFailure[] {
  const content = parseJSONFile(path, 'name a JSON file of known failures');
  try {
    return readKnown(content, '');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { place: field, problem, remedy } = error;
    throw new InputError({ file: path, field, problem, remedy });
  }
}

const words = text(TEXT_MAX);

const readOne: Reader<KnownFailure> = (value, place) => {
  const from = fieldsOf(value, place, {
    known: ['case', 'fork', 'why', 'owner', 'link', 'expires'],
  });
  return {
    caseId: from.required('case', words),
    ...from.optional('fork', oneOf(FORKS)),
    why: from.required('why', words),
    owner: from.required('owner', words),
    link: from.required('link', readLink),
    expires: from.required('expires', readDay),
  };
};

const readKnown: Reader<readonly KnownFailure[]> = (value, place) =>
  fieldsOf(value, place, { known: ['failures'] }).required('failures', listOf(readOne, COUNT_MAX));

const readLink: Reader<string> = (value, place) => {
  const link = words(value, place);
  if (/^https?:\/\//.test(link) && URL.canParse(link)) return link;
  throw new Refusal({ place, problem: 'is no link', remedy: 'write https://…' });
};

const readDay: Reader<string> = (value, place) => {
  const day = words(value, place);
  const date = new Date(`${day}T00:00:00Z`);
  if (!Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) && day.length === 10) {
    return day;
  }
  throw new Refusal({ place, problem: 'is no day', remedy: 'write YYYY-MM-DD' });
};
