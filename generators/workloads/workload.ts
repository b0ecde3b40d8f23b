/**
 * What a workload is: a named, seeded, sized block for benchmarks and simulation.
 *
 * Owns the types and the parts all workloads share. Same arguments, same bytes.
 */
import type { Alloc, Block, Fork, Transaction } from '#engine/api/index.js';
import { createRandom } from '../build/random.ts';
import type { Random } from '../build/random.ts';
import { gasLimitFor } from '../build/env.ts';
import { ChainBuilder } from '../build/chain.ts';

/** How large a block to make, out of what, under which rules. */
export interface WorkloadOptions {
  /** Number of transactions, at least 1. */
  readonly transactions: number;
  /** An integer; decides amounts and receivers. */
  readonly seed: number;
  readonly fork: Fork;
}

/**
 * What a transaction is made of, for models of cost. Calls of small contracts count as `erc20`,
 * since they cost about as much; creations count as `compute`.
 */
export type TransactionKind = 'transfer' | 'erc20' | 'swap' | 'compute';

/** A block and the state before it. */
export interface Workload {
  readonly block: Block;
  readonly preState: Alloc;
  /** Of each transaction, in the order of the block. */
  readonly kinds: readonly TransactionKind[];
}

/** A transaction on its way into a block, and what it is made of. */
export interface Draft {
  readonly kind: TransactionKind;
  readonly transaction: Transaction;
}

/** Transactions that are all made of the same. */
export function drafts(
  kind: TransactionKind,
  transactions: readonly Transaction[],
): readonly Draft[] {
  return transactions.map((transaction) => ({ kind, transaction }));
}

/** Where a workload is built. */
export interface WorkloadSite {
  readonly chain: ChainBuilder;
  /** How many transactions to make, at least 1. */
  readonly count: number;
  readonly random: Random;
}

/** Fills a chain's pre-state and returns the transactions of one block. */
export type WorkloadBuilder = (site: WorkloadSite) => readonly Draft[];

/** Runs a builder and closes the block, with room for all the gas its transactions may use. */
export function closeWorkload(
  name: string,
  builder: WorkloadBuilder,
  options: WorkloadOptions,
): Workload {
  return workloadOn(new ChainBuilder(options.fork), { name, builder }, options);
}

/** The same on a chain that may have blocks already. */
export function workloadOn(
  chain: ChainBuilder,
  { name, builder }: { readonly name: string; readonly builder: WorkloadBuilder },
  { transactions: count, seed }: WorkloadOptions,
): Workload {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RangeError(`a workload has at least one transaction, not ${count}`);
  }
  const made = builder({ chain, count, random: createRandom(seed, name) });
  const transactions = made.map(({ transaction }) => transaction);
  const block = chain.block(transactions, { env: { currentGasLimit: gasLimitFor(transactions) } });
  return { block, preState: chain.preState, kinds: made.map(({ kind }) => kind) };
}
