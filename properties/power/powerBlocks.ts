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
  /** One of another generator, under the same rules, that may come after it. */
  readonly next: () => BlockSpec;
}

/** Which block. */
export interface PowerPlace {
  readonly seed: number;
  readonly index: number;
  readonly forks: readonly Fork[];
  readonly transactionsMax: number;
}

/** The block with that number. */
export function powerBlock({ seed, index, forks, transactionsMax }: PowerPlace): PowerBlock {
  const fork = forks[Math.floor(index / GENERATORS.length) % forks.length];
  if (fork === undefined) throw new RangeError('there is no fork');
  const draw = (number: number): Pick<PowerBlock, 'generator' | 'spec'> => {
    const generator = GENERATORS[number % GENERATORS.length];
    if (generator === undefined) throw new RangeError('there is no generator');
    // fast-check takes seeds of 31 bits.
    const own = seedAt(BigInt(seed), number) >>> 1;
    const blocks = blocksOf(generator, fork, transactionsMax);
    const [spec] = fc.sample(blocks, { seed: own, numRuns: 1 });
    if (spec === undefined) throw new RangeError('a generator makes blocks');
    return { generator: generator.name, spec };
  };
  return { ...draw(index), next: () => draw(index + 1).spec };
}

/** Arbitraries are large, and the same for every block of one generator and fork. */
const made = new Map<string, fc.Arbitrary<BlockSpec>>();

function blocksOf(
  { name, blocks }: Generator,
  fork: Fork,
  transactionsMax: number,
): fc.Arbitrary<BlockSpec> {
  const key = `${name} ${fork} ${transactionsMax}`;
  const known = made.get(key) ?? blocks(fork, transactionsMax);
  made.set(key, known);
  return known;
}
