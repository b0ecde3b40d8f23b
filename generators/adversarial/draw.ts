/**
 * One block of a generator, by its seed.
 *
 * Owns the way from a seed to a block for those who do not search or shrink: the same generator and
 * seed give the same block.
 */
import fc from 'fast-check';
import type { Fork } from '#engine/api/index.js';
import type { Generator } from './generators.ts';
import { type MaterialBlock, materialise } from './materialise.ts';

/** What is drawn. */
export interface Draw {
  readonly fork: Fork;
  /** Transactions of the block at most. */
  readonly transactionsMax: number;
  /** 32 bits. */
  readonly seed: number;
}

/** Draws a block and the state before it. */
export function drawBlock(
  generator: Generator,
  { fork, transactionsMax, seed }: Draw,
): MaterialBlock {
  const [spec] = fc.sample(generator.blocks(fork, transactionsMax), { seed, numRuns: 1 });
  if (spec === undefined) throw new RangeError(`${generator.name} draws nothing`);
  return materialise(spec);
}
