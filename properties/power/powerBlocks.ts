/**
 * The blocks that engines are put to, by number.
 *
 * Owns the order: all generators in turn, under the forks in turn. A block is a function of the
 * seed and its number.
 */
import fc from 'fast-check';
import type { Fork } from '#engine/api/index.js';
import { seedAt } from '#engine/primitives/prng.js';
import type { BlockSpec } from '#generators/adversarial/blockSpec.js';
import { type Generator, GENERATORS } from '#generators/adversarial/generators.js';

/** A block and who made it. */
export interface PowerBlock {
  readonly generator: string;
  readonly spec: BlockSpec;
}

const TRANSACTIONS_MAX = 8;

/** The block with that number. */
export function powerBlock(seed: number, index: number, forks: readonly Fork[]): PowerBlock {
  const generator = GENERATORS[index % GENERATORS.length];
  const fork = forks[Math.floor(index / GENERATORS.length) % forks.length];
  if (generator === undefined || fork === undefined) throw new RangeError('there is no fork');
  // fast-check takes seeds of 31 bits.
  const own = seedAt(BigInt(seed), index) >>> 1;
  const [spec] = fc.sample(blocksOf(generator, fork), { seed: own, numRuns: 1 });
  if (spec === undefined) throw new RangeError('a generator makes blocks');
  return { generator: generator.name, spec };
}

/** Arbitraries are large, and the same for every block of one generator and fork. */
const made = new Map<string, fc.Arbitrary<BlockSpec>>();

function blocksOf({ name, blocks }: Generator, fork: Fork): fc.Arbitrary<BlockSpec> {
  const key = `${name} ${fork}`;
  const known = made.get(key) ?? blocks(fork, TRANSACTIONS_MAX);
  made.set(key, known);
  return known;
}
