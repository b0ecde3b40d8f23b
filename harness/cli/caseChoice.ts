/**
 * Which case of the built-in corpus, or of a folder of blocks, `--only` names.
 *
 * Owns the check that there is such a case under the forks asked for. Does not build it.
 */
import type { Fork } from '#engine/api/index.js';
import { caseIdFault } from '../certify/caseIds.ts';
import type { UnbuiltCase } from '../certify/corpusCases.ts';
import { closest } from '../input/closest.ts';
import { printable } from '../input/printable.ts';
import { FORKS } from '../input/vocabulary.ts';
import { ArgumentError } from './argumentError.ts';

function checkBlockId(id: string, cases: readonly UnbuiltCase[]): void {
  const ids = cases.map((one) => one.id);
  if (ids.includes(id)) return;
  const near = closest(id, ids);
  throw new ArgumentError({
    flag: '--only',
    problem: `there is no block "${printable(id)}" in this folder`,
    remedy: near === null ? 'blocks/ and the name of its file' : `did you mean ${near}?`,
  });
}

/** Refuses an id that no case has, or none under these forks. Throws `ArgumentError`. */
export function checkCaseId(
  id: string,
  forks: readonly Fork[] = FORKS,
  blocks: ((fork: Fork) => readonly UnbuiltCase[]) | null = null,
): void {
  if (blocks !== null) {
    checkBlockId(id, forks.flatMap(blocks));
    return;
  }
  const fault = caseIdFault(id, forks);
  if (fault !== null) throw new ArgumentError({ flag: '--only', ...fault });
}
