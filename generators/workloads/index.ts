/**
 * The workloads by name: the door of this folder.
 *
 * Owns the list that the command's `bench` and the simulator offer. The comments at the builders
 * say what conflicts.
 */
import { compute, hotCounter, swap } from './contracts.ts';
import { erc20, erc20HotHolder } from './tokens.ts';
import { transferChain, transfers } from './transfers.ts';
import { closeWorkload } from './workload.ts';
import type { Workload, WorkloadBuilder, WorkloadOptions } from './workload.ts';

export type { Workload, WorkloadOptions } from './workload.ts';

/** What can be built. The first four conflict in nothing but fees; the others in little else. */
export type WorkloadName =
  | 'transfers'
  | 'erc20'
  | 'swap'
  | 'compute'
  | 'transfer-chain'
  | 'hot-counter'
  | 'erc20-hot-holder';

/** One sentence and a builder for each name. */
export const WORKLOADS: Readonly<
  Record<WorkloadName, { readonly summary: string; readonly builder: WorkloadBuilder }>
> = {
  transfers: { summary: 'payments between accounts of their own', builder: transfers },
  erc20: { summary: 'token payments between holders of their own', builder: erc20 },
  swap: { summary: 'trades through a router, each at a pair of its own', builder: swap },
  compute: { summary: 'hash loops, each storing in a slot of its own', builder: compute },
  'transfer-chain': { summary: 'payments each funded by the one before', builder: transferChain },
  'hot-counter': { summary: 'calls that all add to one slot', builder: hotCounter },
  'erc20-hot-holder': { summary: 'token payments all to one holder', builder: erc20HotHolder },
};

/** Whether a string from outside names a workload. */
export function isWorkloadName(name: string): name is WorkloadName {
  return Object.hasOwn(WORKLOADS, name);
}

/**
 * Builds a block and the state before it; the same arguments give the same bytes.
 *
 * Throws a `RangeError` when `transactions` is not a positive integer.
 */
export function buildWorkload(name: WorkloadName, options: WorkloadOptions): Workload {
  return closeWorkload(name, WORKLOADS[name].builder, options);
}
