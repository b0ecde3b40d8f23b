/**
 * The workloads' names.
 *
 * Owns the list alone, so that a command line can name workloads without loading their builders.
 * What each is, and its builder, is in `index.ts`.
 */

/** All that can be built, in order. The first four conflict in nothing but fees. */
export const WORKLOAD_NAMES = [
  'transfers',
  'erc20',
  'swap',
  'compute',
  'transfer-chain',
  'hot-counter',
  'erc20-hot-holder',
  'transfers-hot30',
  'erc20-hot30',
  'hybrid-hot30',
  'chain-erc20',
  'chain-swap',
  'clusters',
  'zipf',
  'bridge',
  'staircase',
] as const;

/** What can be built. */
export type WorkloadName = (typeof WORKLOAD_NAMES)[number];
