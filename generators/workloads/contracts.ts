/**
 * Contract calls: trades, computation, and one hot slot.
 *
 * Owns the workloads `swap`, `compute` and `hot-counter`.
 */
import { word } from '../build/hex.ts';
import { COMPUTE, computeCall } from '../contracts/compute.ts';
import { COUNTER, COUNT_SLOT } from '../contracts/counter.ts';
import { ROUTER } from '../contracts/swap.ts';
import { Market, TokenBook, openPair } from './market.ts';
import { drafts, type WorkloadBuilder } from './workload.ts';

const COMPUTE_ROUNDS = 750n;

/**
 * Every sender trades at a pair of its own; router and tokens are shared, their slots are not.
 * Three contracts and about 90,000 gas each.
 */
export const swap: WorkloadBuilder = ({ chain, count, random }) => {
  const market = new Market(chain, random);
  const router = chain.contract('router', ROUTER);
  const input = new TokenBook('token 0');
  const output = new TokenBook('token 1');
  // All pairs open before the first trade: this order is the order of the tokens' storage.
  const places = chain.senders(count).map((trader, index) => {
    return { trader, pair: openPair(chain, `pair ${index}`, { router, input, output }) };
  });
  const swaps = places.map((place) => market.trade(place));
  input.deploy(chain);
  output.deploy(chain);
  return drafts('swap', swaps);
};

/** Every sender hashes for about 55,000 gas and stores the digest in a slot of its own. */
export const compute: WorkloadBuilder = ({ chain, count, random }) => {
  const contract = chain.contract('compute', COMPUTE);
  const calls = chain.senders(count).map((sender) => {
    const input = computeCall(COMPUTE_ROUNDS, random(2n ** 256n));
    return chain.transaction(sender, { to: contract, gas: 120_000n, input });
  });
  return drafts('compute', calls);
};

/** Every sender adds one to the same slot. */
export const hotCounter: WorkloadBuilder = ({ chain, count, random }) => {
  const start = word(1n + random(1000n));
  const counter = chain.contract('counter', COUNTER, { storage: { [COUNT_SLOT]: start } });
  const calls = chain
    .senders(count)
    .map((sender) => chain.transaction(sender, { to: counter, gas: 60_000n }));
  return drafts('erc20', calls);
};
