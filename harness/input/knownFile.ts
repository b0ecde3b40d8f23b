/**
 * Files of known failures.
 *
 * Owns their form: `{"failures": [{"case", "fork"?, "path"?, "why", "owner", "link", "expires"}]}`.
 * Every entry must say who sees to it, where, and until when, or a list would only ever grow. One
 * that can never apply, and one that explains what another does, is refused.
 */
import { InputError } from '#fixtures/input/inputError.js';
import { OF_FILES } from '../certify/blockCases.ts';
import { caseIdFault, isOfficialId } from '../certify/caseIds.ts';
import type { KnownFailure } from '../certify/knownFailures.ts';
import { fieldsOf, join, listOf, oneOf, type Reader, text } from './fields.ts';
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
    known: ['case', 'fork', 'path', 'why', 'owner', 'link', 'expires'],
  });
  const one = {
    caseId: from.required('case', words),
    ...from.optional('fork', oneOf(FORKS)),
    ...from.optional('path', readPath),
    why: from.required('why', words),
    owner: from.required('owner', words),
    link: from.required('link', readLink),
    expires: from.required('expires', readDay),
  };
  refuseUseless(one, place);
  return one;
};

const readKnown: Reader<readonly KnownFailure[]> = (value, place) => {
  const fields = fieldsOf(value, place, { known: ['failures'] });
  return fields.required('failures', (list, at) => {
    const failures = listOf(readOne, COUNT_MAX)(list, at);
    refuseTwins(failures, at);
    return failures;
  });
};

/** Refuses what no finding could ever be. */
function refuseUseless(one: KnownFailure, place: string): void {
  const { caseId, fork } = one;
  if (isOfficialId(caseId)) {
    const given = (['fork', 'path'] as const).find((name) => one[name] !== undefined);
    if (given === undefined) return;
    const problem = `a failed official test has no ${given} to compare this with`;
    throw new Refusal({ place: join(place, given), problem, remedy: 'leave it out' });
  }
  // Which blocks there are is the folder's, and one list may serve several.
  if (caseId.startsWith(OF_FILES)) return;
  const fault = caseIdFault(caseId, fork === undefined ? FORKS : [fork]);
  if (fault !== null) throw new Refusal({ place: join(place, 'case'), ...fault });
}

/** Refuses two entries about one case and one field; under forks that differ they are two. */
function refuseTwins(failures: readonly KnownFailure[], place: string): void {
  const earlier = new Map<
    string,
    { readonly index: number; readonly fork: string | undefined }[]
  >();
  for (const [index, { caseId, fork, path }] of failures.entries()) {
    const key = JSON.stringify([caseId, path]);
    const others = earlier.get(key) ?? [];
    const twin = others.find(
      (one) => one.fork === undefined || fork === undefined || one.fork === fork,
    );
    if (twin !== undefined) {
      const problem = `explains what ${place}[${String(twin.index)}] explains`;
      const at = `${place}[${String(index)}]`;
      throw new Refusal({ place: at, problem, remedy: 'keep one of the two' });
    }
    earlier.set(key, [...others, { index, fork }]);
  }
}

const readPath: Reader<string> = (value, place) => {
  const path = words(value, place);
  if (path !== '') return path;
  throw new Refusal({ place, problem: 'names no field', remedy: 'leave it out for any field' });
};

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
