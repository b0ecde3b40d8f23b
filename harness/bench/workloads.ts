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

/** Rounds that are run and thrown away before measuring. */
export const WARM_UP_ROUNDS = 3;
