/**
 * What is measured, and in blocks of which size, unless something else is asked for.
 *
 * The blocks are the generators'.
 */
import type { WorkloadName } from '#generators/workloads/names.js';

/** Those without conflicts but fees, in the order in which they are measured. */
export const BENCH_WORKLOADS: readonly WorkloadName[] = ['transfers', 'erc20', 'swap', 'compute'];

/**
 * Transactions in a block unless it is asked otherwise. A compiler warms up by work done, not by
 * blocks: a block of cheap transactions has to be larger to be measured warm.
 */
export function usualTransactions(workload: WorkloadName): number {
  switch (workload) {
    case 'transfers':
    case 'transfer-chain':
      return 500;
    case 'swap':
    case 'chain-swap':
      return 100;
    case 'compute':
      return 40;
    default:
      return 300;
  }
}

/** Rounds that are run and thrown away before measuring. */
export const WARM_UP_ROUNDS = 3;

/** What each contestant works at least before it is measured: with less, lanes are not warm. */
export const WARM_UP_SECONDS = 4;
