/**
 * Adversarial blocks as cases.
 *
 * Owns their names, `generated/<generator>/<n>`: with the seed of the run a name is all that is
 * needed to have the block again. Nothing is stated of them by hand; serial truth is what they are
 * held against.
 */
import { createHash } from 'node:crypto';
import type { Fork } from '#engine/api/index.js';
import { drawBlock } from '#generators/adversarial/draw.js';
import { type Generator, GENERATORS } from '#generators/adversarial/generators.js';
import type { UnbuiltCase } from './corpusCases.ts';

/** Of every generated case's name. */
export const GENERATED = 'generated/';

const TRANSACTIONS_MAX = 12;

/** The cases of a run: `drawsPerGenerator` of each generator, in turn. */
export function generatedCases(
  fork: Fork,
  { seed, drawsPerGenerator }: { readonly seed: number; readonly drawsPerGenerator: number },
): readonly UnbuiltCase[] {
  return Array.from({ length: drawsPerGenerator }, (_, n) =>
    GENERATORS.map((generator) => caseOf(generator, { fork, seed, n })),
  ).flat();
}

/** The case of that name, or `null` where no generator is called so. */
export function generatedCase(id: string, fork: Fork, seed: number): UnbuiltCase | null {
  const [, name, digits] = /^generated\/([a-z-]+)\/(\d{1,6})$/.exec(id) ?? [];
  const generator = GENERATORS.find((one) => one.name === name);
  return generator === undefined ? null : caseOf(generator, { fork, seed, n: Number(digits) });
}

interface Place {
  readonly fork: Fork;
  readonly seed: number;
  readonly n: number;
}

function caseOf(generator: Generator, { fork, seed, n }: Place): UnbuiltCase {
  const id = `${GENERATED}${generator.name}/${String(n)}`;
  return {
    id,
    build: () => {
      const draw = { fork, transactionsMax: TRANSACTIONS_MAX, seed: seedOf([seed, fork, id]) };
      const { block, preState } = drawBlock(generator, draw);
      return {
        id,
        summary: generator.why,
        hazard: generator.why,
        fork,
        policy: 'reject-block',
        preState,
        blocks: [{ block, expect: { kind: 'unstated' }, after: [] }],
      };
    },
  };
}

/** Different parts, different blocks. */
function seedOf(parts: readonly (string | number)[]): number {
  return createHash('sha256').update(JSON.stringify(parts)).digest().readInt32BE();
}
