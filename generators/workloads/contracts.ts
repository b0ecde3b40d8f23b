/**
 * Contract calls: trades, computation, and one hot slot.
 *
 * Owns the workloads `swap`, `compute` and `hot-counter`.
 */
import { addressNamed } from '../build/address.ts';
import { word } from '../build/hex.ts';
import { COMPUTE, computeCall } from '../contracts/compute.ts';
import { COUNTER, COUNT_SLOT } from '../contracts/counter.ts';
import { ERC20, allowanceSlot, tokenBalances } from '../contracts/erc20.ts';
import { PAIR, ROUTER, pairStorage, swapCall } from '../contracts/swap.ts';
import type { WorkloadBuilder } from './workload.ts';

const RESERVE = 10n ** 24n;
const PURSE = 10n ** 21n;
const ALLOWANCE = 2n ** 128n;
const COMPUTE_ROUNDS = 750n;

/**
 * Every sender trades at a pair of its own; router and tokens are shared, their slots are not.
 * Three contracts and about 90,000 gas each.
 */
export const swap: WorkloadBuilder = ({ chain, count, random }) => {
  const senders = chain.senders(count);
  const tokens = [addressNamed('token 0'), addressNamed('token 1')] as const;
  const router = chain.contract('router', ROUTER);
  const trades = senders.map((sender, index) => {
    const pair = chain.contract(`pair ${index}`, PAIR, { storage: pairStorage(tokens, RESERVE) });
    return { sender, pair, input: swapCall(pair, tokens[0], 1n + random(PURSE)) };
  });
  const reserves = trades.map(({ pair }) => [pair, RESERVE] as const);
  const purses = senders.map(({ address }) => [address, PURSE] as const);
  const allowances = senders.map(
    ({ address }) => [allowanceSlot(address, router), word(ALLOWANCE)] as const,
  );
  chain.contract('token 0', ERC20, {
    storage: { ...tokenBalances([...reserves, ...purses]), ...Object.fromEntries(allowances) },
  });
  chain.contract('token 1', ERC20, { storage: tokenBalances(reserves) });
  return trades.map(({ sender, input }) =>
    chain.transaction(sender, { to: router, gas: 200_000n, input }),
  );
};

/** Every sender hashes for about 55,000 gas and stores the digest in a slot of its own. */
export const compute: WorkloadBuilder = ({ chain, count, random }) => {
  const contract = chain.contract('compute', COMPUTE);
  return chain.senders(count).map((sender) => {
    const input = computeCall(COMPUTE_ROUNDS, random(2n ** 256n));
    return chain.transaction(sender, { to: contract, gas: 120_000n, input });
  });
};

/** Every sender adds one to the same slot. */
export const hotCounter: WorkloadBuilder = ({ chain, count, random }) => {
  const start = word(1n + random(1000n));
  const counter = chain.contract('counter', COUNTER, { storage: { [COUNT_SLOT]: start } });
  return chain
    .senders(count)
    .map((sender) => chain.transaction(sender, { to: counter, gas: 60_000n }));
};
