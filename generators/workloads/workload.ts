/**
 * What a workload is: a named, seeded, sized block for benchmarks and simulation.
 *
 * Owns the types and the parts all workloads share. Same arguments, same bytes.
 */
import type { Alloc, Block, Fork, Transaction } from '#engine/api/index.js';
import { createRandom } from '../build/random.ts';
import type { Random } from '../build/random.ts';
import { BLOCK_GAS_LIMIT } from '../build/env.ts';
import { quantity } from '../build/hex.ts';
import { ChainBuilder } from '../build/chain.ts';

/** How large a block to make, out of what, under which rules. */
export interface WorkloadOptions {
  /** Number of transactions, at least 1. */
  readonly transactions: number;
  /** An integer; decides amounts and receivers. */
  readonly seed: number;
  readonly fork: Fork;
}

/** A block and the state before it. */
export interface Workload {
  readonly block: Block;
  readonly preState: Alloc;
}

/** Fills a chain's pre-state and returns the transactions of one block. */
export type WorkloadBuilder = (site: {
  readonly chain: ChainBuilder;
  readonly count: number;
  readonly random: Random;
}) => readonly Transaction[];

/** Runs a builder and closes the block, with room for all the gas its transactions may use. */
export function closeWorkload(
  name: string,
  builder: WorkloadBuilder,
  options: WorkloadOptions,
): Workload {
  const { transactions: count, seed, fork } = options;
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RangeError(`a workload has at least one transaction, not ${count}`);
  }
  const chain = new ChainBuilder(fork);
  const transactions = builder({ chain, count, random: createRandom(seed, name) });
  const gas = transactions.reduce((sum, { gas: limit }) => sum + BigInt(limit), 0n);
  const gasLimit = gas > BLOCK_GAS_LIMIT ? gas : BLOCK_GAS_LIMIT;
  const block = chain.block(transactions, { env: { currentGasLimit: quantity(gasLimit) } });
  return { block, preState: chain.preState };
}
