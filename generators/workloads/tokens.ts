/**
 * Token payments: all independent, or all to one holder.
 *
 * Owns the workloads `erc20` and `erc20-hot-holder`.
 */
import type { Transaction } from '#engine/api/index.js';
import type { ChainBuilder } from '../build/chain.ts';
import { addressNamed } from '../build/address.ts';
import type { Random } from '../build/random.ts';
import { ERC20, tokenBalances, transferCall } from '../contracts/erc20.ts';
import type { WorkloadBuilder } from './workload.ts';

const SUPPLY_EACH = 10n ** 24n;

interface TokenSite {
  readonly chain: ChainBuilder;
  readonly count: number;
  readonly random: Random;
}

/** One token, in which every sender owns the same amount. */
function payments(site: TokenSite, receiverOf: (draw: bigint) => string): readonly Transaction[] {
  const { chain, count, random } = site;
  const senders = chain.senders(count);
  const token = chain.contract('token', ERC20, {
    storage: tokenBalances(senders.map(({ address }) => [address, SUPPLY_EACH])),
  });
  return senders.map((sender) => {
    const receiver = addressNamed(receiverOf(random(2n ** 128n)));
    const input = transferCall(receiver, 1n + random(SUPPLY_EACH));
    return chain.transaction(sender, { to: token, gas: 80_000n, input });
  });
}

/**
 * Every sender pays a receiver of its own in one token. The contract is shared, its slots are not:
 * an engine that takes the unchanged token account for a write conflicts everywhere.
 */
export const erc20: WorkloadBuilder = (site) => payments(site, (draw) => `receiver ${draw}`);

/** Every sender pays the same holder: all read and write that holder's balance slot. */
export const erc20HotHolder: WorkloadBuilder = (site) => payments(site, () => 'hot holder');
