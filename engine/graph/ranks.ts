/**
 * Ranks: how much depends on a transaction.
 *
 * The rank is the gas-weighted longest path from a transaction to one on which nothing depends; the
 * greatest rank is the block's critical path at the level of transactions. What has most waiting
 * behind it is to be started first.
 */
import type { DependencyGraph } from './dependencies.ts';

/** Of each transaction its rank, in gas. */
export function ranksOf(graph: DependencyGraph, gas: readonly number[]): number[] {
  const ranks = graph.map((_, txIndex) => gas[txIndex] ?? 0);
  // Whoever depends has a higher index: by the time a transaction is reached its rank is known.
  for (let txIndex = graph.length - 1; txIndex >= 0; txIndex -= 1) {
    for (const { on } of graph[txIndex] ?? []) {
      ranks[on] = Math.max(ranks[on] ?? 0, (gas[on] ?? 0) + (ranks[txIndex] ?? 0));
    }
  }
  return ranks;
}
