/**
 * The workloads by name: the door of this folder.
 *
 * Owns the list that the command's `bench` and the simulator offer. The comments at the builders
 * say what conflicts. A `mainnet-shape:<block>` is not in the list: it needs facts that are in no
 * repository, so whoever offers it reads them and calls `buildMainnetShape`.
 */
import { chainERC20, chainSwap, staircase } from './chains.ts';
import { bridge, clusters } from './clusters.ts';
import { compute, hotCounter, swap } from './contracts.ts';
import { erc20Hot30, hybridHot30, transfersHot30 } from './hotSpots.ts';
import { erc20, erc20HotHolder, zipf } from './tokens.ts';
import { transferChain, transfers } from './transfers.ts';
import type { WorkloadName } from './names.ts';
import { closeWorkload } from './workload.ts';
import type { Workload, WorkloadBuilder, WorkloadOptions } from './workload.ts';

export type { BlockShape } from './blockShape.ts';
export { buildMainnetShape, mainnetShapeOf } from './mainnetShape.ts';
export type { WorkloadName } from './names.ts';
export type { TransactionKind, Workload, WorkloadOptions } from './workload.ts';

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
  'transfers-hot30': { summary: 'payments, 30 % among few accounts', builder: transfersHot30 },
  'erc20-hot30': { summary: 'token payments, 30 % to few holders', builder: erc20Hot30 },
  'hybrid-hot30': { summary: 'payments and trades, 30 % by or to few', builder: hybridHot30 },
  'chain-erc20': { summary: 'token payments out of the one before', builder: chainERC20 },
  'chain-swap': { summary: 'trades all at one pair', builder: chainSwap },
  clusters: { summary: 'groups that conflict within and not across', builder: clusters },
  zipf: { summary: 'token payments to holders by Zipf’s law', builder: zipf },
  bridge: { summary: 'groups that late transactions join', builder: bridge },
  staircase: { summary: 'calls whose places the call before decides', builder: staircase },
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
