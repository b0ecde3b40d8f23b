/**
 * What is measured.
 *
 * Owns the list alone, so that the command line can name the workloads without loading their
 * builders. The blocks are the generators'.
 */
import type { WorkloadName } from '#generators/workloads/index.js';

/** A workload that is measured: one of those without conflicts but fees. */
export type BenchWorkload = Extract<WorkloadName, 'transfers' | 'erc20' | 'swap' | 'compute'>;

/** All of them, in the order in which they are measured. */
export const BENCH_WORKLOADS: readonly BenchWorkload[] = ['transfers', 'erc20', 'swap', 'compute'];

/**
 * Transactions in a block unless it is asked otherwise. A compiler warms up by work done, not by
 * blocks: a block of cheap transactions has to be larger to be measured warm.
 */
export const TRANSACTIONS_DEFAULT: Readonly<Record<BenchWorkload, number>> = {
  transfers: 500,
  erc20: 300,
  swap: 100,
  compute: 40,
};

/** Rounds that are run and thrown away before measuring. */
export const WARM_UP_ROUNDS = 3;
