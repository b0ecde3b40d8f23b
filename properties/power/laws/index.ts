/**
 * All laws that a pursuit puts to blocks, the cheap ones first.
 *
 * Owns the order, and which are put to the block of a number.
 */
import { seedAt } from '#engine/primitives/prng.js';
import type { BuildName } from '../builds.ts';
import { budget } from './budget.ts';
import { equivalence } from './equivalence.ts';
import { fallback } from './fallback.ts';
import { finality, progress } from './finality.ts';
import { independence } from './independence.ts';
import type { Law } from './law.ts';
import { oracle } from './oracle.ts';
import { readSets } from './readSets.ts';
import { recordedReads } from './recordedReads.ts';
import { RELATION_LAWS } from './relations.ts';
import { repetition } from './repetition.ts';
import { scripts } from './scripts.ts';
import { succession } from './succession.ts';
import { thrift } from './thrift.ts';

/** Every law. */
export const LAWS: readonly Law[] = [
  equivalence,
  oracle,
  readSets,
  independence,
  repetition,
  scripts,
  finality,
  progress,
  budget,
  recordedReads,
  succession,
  fallback,
  thrift,
  ...RELATION_LAWS,
];

/** Those that say something of engines of a set-up. */
export function lawsFor(build: BuildName): readonly Law[] {
  return LAWS.filter(({ concerns }) => concerns(build));
}

/** Those of `laws` that are put to the block of a number, whatever its generator. */
export function lawsAt(laws: readonly Law[], number: number): readonly Law[] {
  return laws.filter((law) => seedAt(BigInt(LAWS.indexOf(law)), number) % law.every === 0);
}
