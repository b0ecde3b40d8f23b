/**
 * Which cases a run takes under a fork.
 *
 * Owns the order, the corpus and then what is drawn, and that one name means one of either.
 */
import type { Fork } from '#engine/api/index.js';
import { corpusCases, type UnbuiltCase } from './corpusCases.ts';
import { generatedCase, generatedCases } from './generatedCases.ts';

/** How cases are chosen. */
export interface CaseChoice {
  /** Of generated blocks. */
  readonly seed: number;
  readonly drawsPerGenerator: number;
  /** One case, by its name. Default: all. */
  readonly only?: string | undefined;
  /** Default: the built-in corpus. */
  readonly corpus?: (fork: Fork) => readonly UnbuiltCase[];
}

/** The cases under `fork`; none where no case is called so. */
export function chosenCases(
  fork: Fork,
  { seed, drawsPerGenerator, only, corpus = corpusCases }: CaseChoice,
): readonly UnbuiltCase[] {
  if (only === undefined) {
    return [...corpus(fork), ...generatedCases(fork, { seed, drawsPerGenerator })];
  }
  const drawn = generatedCase(only, fork, seed);
  return drawn === null ? corpus(fork).filter(({ id }) => id === only) : [drawn];
}
