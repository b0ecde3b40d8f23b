/**
 * The same hashing, split among several transactions that share nothing but fees, all but all of
 * it in one of them, or in a chain of which each begins where the one before it ended.
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
  /**
   * How the work is divided. `evenly` (the default): each transaction has as much; `in-chain`: and
   * needs the digest of the one before it; `in-one`: the first has all but a round of each other.
   */
  readonly division?: 'evenly' | 'in-chain' | 'in-one';
}

/** Builds the block; the pre-state does not depend on the seed. Throws `RangeError`. */
export function buildHashing({
  rounds,
  division = 'evenly',
  ...options
}: HashingOptions): Workload {
  const { transactions } = options;
  if (rounds % transactions !== 0) {
    throw new RangeError(`${rounds} rounds cannot be divided among ${transactions} transactions`);
  }
  const roundsOf = (index: number): bigint => {
    if (division !== 'in-one') return BigInt(rounds / transactions);
    return index === 0 ? BigInt(rounds - transactions + 1) : 1n;
  };
  const code = division === 'in-chain' ? COMPUTE_IN_CHAIN : COMPUTE;
  return closeWorkload(
    'hashing',
    ({ chain, count, random }) => {
      const contract = chain.contract('compute', code);
      const calls = chain.senders(count).map((sender, index) => {
        const each = roundsOf(index);
        const input = computeCall(each, random(2n ** 256n));
        const gas = ROUND_GAS * each + REST_GAS;
        return chain.transaction(sender, { to: contract, gas, input });
      });
      return drafts('compute', calls);
    },
    options,
  );
}
