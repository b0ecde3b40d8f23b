/**
 * Which names a case can have.
 *
 * Owns what is wrong with a name: no case of the corpus is called so, no generator draws it, or it
 * does not exist under the forks asked for; and the name that was probably meant. Builds nothing.
 */
import type { Fork } from '#engine/api/index.js';
import { GENERATORS } from '#generators/adversarial/generators.js';
import { DEFINITIONS } from '#fixtures/corpus/index.js';
import { closest } from '../input/closest.ts';
import { printable } from '../input/printable.ts';
import { GENERATED, generatedCase } from './generatedCases.ts';

/** What is wrong with a name, as phrases without a full stop. */
export interface NameFault {
  readonly problem: string;
  readonly remedy: string;
}

/** Between an official test's file and its name in it. */
const OFFICIAL = '::';

/** Whether an official test can be called so: `folder/file.json::name`. */
export function isOfficialId(id: string): boolean {
  return id.includes(OFFICIAL);
}

/** Why no case of the corpus or of a generator is called so under these forks, or `null`. */
export function caseIdFault(id: string, forks: readonly Fork[]): NameFault | null {
  if (generatedCase(id, 'Osaka', 0)?.id === id) return null;
  const found = DEFINITIONS.find((definition) => definition.id === id);
  if (found === undefined) {
    const ids = DEFINITIONS.map((definition) => definition.id);
    const near = closest(id, [...ids, ...generatedLike(id)]);
    return {
      problem: `there is no case "${printable(id)}"`,
      remedy: near === null ? `cases: ${ids.join(', ')}` : `did you mean ${near}?`,
    };
  }
  if (found.forks.some((fork) => forks.includes(fork))) return null;
  return {
    problem: `the case ${id} does not exist under ${forks.join(', ')}`,
    remedy: `it exists under ${found.forks.join(', ')}`,
  };
}

/** The names that generators give, with the number that `id` has. */
function generatedLike(id: string): readonly string[] {
  const [, digits = '0'] = /\/0*(\d{1,6})$/.exec(id) ?? [];
  return GENERATORS.map(({ name }) => `${GENERATED}${name}/${digits}`);
}
