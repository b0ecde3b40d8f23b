/**
 * Balanced partitions: groups of dependent transactions, packed.
 *
 * Owns the packing: the heaviest group goes to the lightest partition (longest processing time
 * first: Graham, 1969), so that no partition is heavier than 4/3 of what is possible.
 */
import type { Group } from './components.ts';

/** Transactions of one partition, ascending. */
export type Partition = readonly number[];

/** How to pack. */
export interface Packing {
  readonly groups: readonly Group[];
  /** By TxIndex, in gas. */
  readonly gas: readonly number[];
  /** Partitions at most; in the engines twice the lanes. */
  readonly count: number;
}

/** Packs groups into partitions, the heaviest partition first; empty ones are left out. */
export function packed({ groups, gas, count }: Packing): Partition[] {
  const weightOf = (group: Group): number =>
    group.reduce((sum, txIndex) => sum + (gas[txIndex] ?? 0), 0);
  const heaviestFirst = groups
    .map((group) => ({ group, weight: weightOf(group) }))
    .sort((left, right) => right.weight - left.weight);
  const bins = Array.from({ length: count }, () => ({ members: [] as number[], weight: 0 }));
  for (const { group, weight } of heaviestFirst) {
    const lightest = bins.reduce((best, bin) => (bin.weight < best.weight ? bin : best));
    lightest.members.push(...group);
    lightest.weight += weight;
  }
  return bins
    .filter(({ members }) => members.length > 0)
    .sort((left, right) => right.weight - left.weight)
    .map(({ members }) => members.sort((a, b) => a - b));
}

/**
 * Deals groups out in the order of their first transactions: where nobody knows what meets what,
 * those that come first in the block should start first, in whichever partition they are.
 */
export function dealt({ groups, count }: Omit<Packing, 'gas'>): Partition[] {
  const inOrder = groups.toSorted((left, right) => (left[0] ?? 0) - (right[0] ?? 0));
  const partitions = Array.from({ length: Math.min(count, inOrder.length) }, () => [] as number[]);
  for (const [position, group] of inOrder.entries()) {
    partitions[position % count]?.push(...group);
  }
  return partitions.map((members) => members.sort((left, right) => left - right));
}
