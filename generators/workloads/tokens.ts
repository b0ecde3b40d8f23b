/**
 * Token payments: all independent, all to one holder, or to few holders often and to many rarely.
 *
 * Owns the workloads `erc20`, `erc20-hot-holder` and `zipf`.
 */
import { addressNamed } from '../build/address.ts';
import { ERC20, tokenBalances, transferCall } from '../contracts/erc20.ts';
import { shuffled, zipfRanks } from './draws.ts';
import { Market, TokenBook } from './market.ts';
import { drafts, type Draft, type WorkloadBuilder, type WorkloadSite } from './workload.ts';

const SUPPLY_EACH = 10n ** 24n;

/** One token, in which every sender owns the same amount. */
function payments(site: WorkloadSite, receiverOf: (draw: bigint) => string): readonly Draft[] {
  const { chain, count, random } = site;
  const senders = chain.senders(count);
  const token = chain.contract('token', ERC20, {
    storage: tokenBalances(senders.map(({ address }) => [address, SUPPLY_EACH])),
  });
  const made = senders.map((sender) => {
    const receiver = addressNamed(receiverOf(random(2n ** 128n)));
    const input = transferCall(receiver, 1n + random(SUPPLY_EACH));
    return chain.transaction(sender, { to: token, gas: 80_000n, input });
  });
  return drafts('erc20', made);
}

/**
 * Every sender pays a receiver of its own in one token. The contract is shared, its slots are not:
 * an engine that takes the unchanged token account for a write conflicts everywhere.
 */
export const erc20: WorkloadBuilder = (site) => payments(site, (draw) => `receiver ${draw}`);

/** Every sender pays the same holder: all read and write that holder's balance slot. */
export const erc20HotHolder: WorkloadBuilder = (site) => payments(site, () => 'hot holder');

/**
 * Every sender pays one of the senders in one token, by Zipf's law: the most popular of n is paid
 * in about 1 of ln(n) payments, the next half as often. Balance slots conflict: of those who are
 * paid together, and of those who pay and are paid.
 */
export const zipf: WorkloadBuilder = ({ chain, count, random }) => {
  const market = new Market(chain, random);
  const token = new TokenBook('token');
  const holders = chain.senders(count);
  // Popularity has nothing to do with the order of the payments.
  const byRank = shuffled(holders, random);
  const drawRank = zipfRanks(count, random);
  const made = holders.map((from) => {
    const to = byRank[drawRank()]?.address ?? from.address;
    return market.payment({ token, from, to });
  });
  token.deploy(chain);
  return drafts('erc20', made);
};
