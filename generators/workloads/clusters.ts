/**
 * Blocks that fall apart: groups of transactions that conflict within and not across.
 *
 * Owns the workloads `clusters` and `bridge`. All clusters pay in one token, whose account never
 * changes, out of slots of their own; each counts on a counter of its own.
 */
import type { Address, Transaction } from '#engine/api/index.js';
import type { Signer } from '../build/signer.ts';
import { COUNTER, COUNT_SLOT } from '../contracts/counter.ts';
import { word } from '../build/hex.ts';
import { drawFrom, drawIndex, shuffled } from './draws.ts';
import { Market, TokenBook } from './market.ts';
import { drafts, type WorkloadBuilder, type WorkloadSite } from './workload.ts';

const CLUSTER_SIZE = 25;
/** One of so many later calls of a cluster goes to its counter. */
const COUNTER_PARTS = 4n;
/** One of so many transactions of `bridge` joins two clusters. */
const BRIDGE_PARTS = 50;

interface Cluster {
  readonly counter: Address;
  /** Who has paid already; in `clusters`, whoever comes next meets one of them. */
  readonly members: Signer[];
}

interface Quarter {
  readonly clusters: readonly Cluster[];
  readonly market: Market;
  readonly token: TokenBook;
  readonly transactions: readonly Transaction[];
}

/** As many clusters as asked for, about equal in size, their transactions in random order. */
function quarter(site: WorkloadSite, clusterCount: number): Quarter {
  const { chain, count, random } = site;
  const market = new Market(chain, random);
  const token = new TokenBook('token');
  const clusters = Array.from({ length: clusterCount }, (_, index): Cluster => {
    const storage = { [COUNT_SLOT]: word(1n + random(1000n)) };
    return { counter: chain.contract(`counter ${index}`, COUNTER, { storage }), members: [] };
  });
  const rounds = Array.from({ length: Math.ceil(count / clusterCount) }, () => clusters);
  const transactions = shuffled(rounds.flat().slice(0, count), random).map((cluster) => {
    const { counter, members } = cluster;
    if (members.length > 0 && random(COUNTER_PARTS) === 0n) {
      // A member sends again: its nonce ties the counter to the rest of the cluster.
      return chain.transaction(drawFrom(members, random), { to: counter, gas: 60_000n });
    }
    const from = chain.sender();
    const to = members.length === 0 ? market.newcomer() : drawFrom(members, random).address;
    members.push(from);
    return market.payment({ token, from, to });
  });
  return { clusters, market, token, transactions };
}

/** About one for each 25 transactions, at least two, and no more than there are transactions. */
function clusterCountOf(count: number): number {
  return Math.min(count, Math.max(2, Math.round(count / CLUSTER_SIZE)));
}

/**
 * Every cluster is connected: whoever comes pays a member (balance slots conflict), or is a member
 * that adds to the cluster's counter (nonces and the count conflict). Nothing joins two clusters.
 */
export const clusters: WorkloadBuilder = (site) => {
  const { token, transactions } = quarter(site, clusterCountOf(site.count));
  token.deploy(site.chain);
  return drafts('erc20', transactions);
};

/**
 * Clusters, and at the end of the block a few payments from a member of one to a member of another:
 * each reads and writes a balance slot of both, so that two groups that seemed independent are one.
 */
export const bridge: WorkloadBuilder = (site) => {
  const { chain, count, random } = site;
  // Two clusters and a bridge need three transactions.
  const bridgeCount = count < 3 ? 0 : Math.max(1, Math.round(count / BRIDGE_PARTS));
  const clusterCount = Math.min(clusterCountOf(count), count - bridgeCount);
  const scene = quarter({ ...site, count: count - bridgeCount }, clusterCount);
  const bridges = Array.from({ length: bridgeCount }, () => {
    const left = drawIndex(clusterCount, random);
    const right = (left + 1 + drawIndex(clusterCount - 1, random)) % clusterCount;
    const [from, to] = [left, right].map((index) =>
      drawFrom(scene.clusters[index]?.members ?? [], random),
    );
    if (from === undefined || to === undefined) throw new RangeError('a bridge has two ends');
    return scene.market.payment({ token: scene.token, from, to: to.address });
  });
  scene.token.deploy(chain);
  return drafts('erc20', [...scene.transactions, ...bridges]);
};
