/**
 * The same hashing in one transaction, split into several that share nothing but fees, or split
 * into several of which each begins where the one before it ended.
 *
 * Owns blocks whose work is equal and whose freedom is not: no engine can split a transaction, or
 * a chain. What takes less time when it is split was done by more than one lane.
 */
import type { Fork } from '#engine/api/index.js';
import { COMPUTE, COMPUTE_IN_CHAIN, computeCall } from '../contracts/compute.ts';
import { closeWorkload, drafts, type Workload } from './workload.ts';

/** About what a round costs, and the rest of a transaction, in gas. */
const ROUND_GAS = 75n;
const REST_GAS = 100_000n;

/** How much to hash. */
export interface HashingOptions {
  /** Among how many transactions the rounds are divided. */
  readonly transactions: number;
  /** Of all transactions together; a multiple of their number. */
  readonly rounds: number;
  readonly seed: number;
  readonly fork: Fork;
  /** Whether each transaction needs the digest of the one before it. Default false. */
  readonly inChain?: boolean;
}

/** Builds the block; the pre-state does not depend on the seed. Throws `RangeError`. */
export function buildHashing({ rounds, inChain = false, ...options }: HashingOptions): Workload {
  const { transactions } = options;
  if (rounds % transactions !== 0) {
    throw new RangeError(`${rounds} rounds cannot be divided among ${transactions} transactions`);
  }
  const each = BigInt(rounds / transactions);
  return closeWorkload(
    'hashing',
    ({ chain, count, random }) => {
      const contract = chain.contract('compute', inChain ? COMPUTE_IN_CHAIN : COMPUTE);
      const calls = chain.senders(count).map((sender) => {
        const input = computeCall(each, random(2n ** 256n));
        const gas = ROUND_GAS * each + REST_GAS;
        return chain.transaction(sender, { to: contract, gas, input });
      });
      return drafts('compute', calls);
    },
    options,
  );
}
