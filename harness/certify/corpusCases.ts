/**
 * The built-in corpus as a run needs it.
 *
 * Owns that a case is built when its turn comes: signing all transactions of all cases first would
 * make a replay of one case wait for hundreds. The cases themselves are the corpus's.
 */
import type { Fork } from '#engine/api/index.js';
import type { CorpusCase } from '#fixtures/corpus/case.js';
import { buildCase } from '#fixtures/corpus/define.js';
import { DEFINITIONS } from '#fixtures/corpus/index.js';

/** A case that has not been built. */
export interface UnbuiltCase {
  readonly id: string;
  build(): CorpusCase;
}

/** The cases that exist under `fork`, in the corpus's order. */
export function corpusCases(fork: Fork): readonly UnbuiltCase[] {
  return DEFINITIONS.filter(({ forks }) => forks.includes(fork)).map((definition) => ({
    id: definition.id,
    build: () => buildCase(definition, fork),
  }));
}
