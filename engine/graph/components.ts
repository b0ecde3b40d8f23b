/**
 * Groups of transactions that are tied together.
 *
 * Owns connected components, and the cutting of a component that is too heavy: ties are kept from
 * the strongest down as long as a group stays within its capacity, so that light edges are cut.
 */
import { invariant } from '../primitives/invariant.ts';
import type { DependencyGraph } from './dependencies.ts';

/** Transactions of one group, ascending. */
export type Group = readonly number[];

/** What limits groups. */
export interface GroupLimits {
  readonly graph: DependencyGraph;
  /** Transactions to group, ascending. */
  readonly members: readonly number[];
  /** By TxIndex, in gas. */
  readonly gas: readonly number[];
  /** A group of several weighs at most that much, in gas. Default: no limit. */
  readonly capacity?: number;
}

/** Groups the members; of two that depend on each other, both have to be members to be tied. */
export function groupsOf({ graph, members, gas, capacity = Infinity }: GroupLimits): Group[] {
  const groups = new DisjointGroups(members, gas);
  const edges = members.flatMap((txIndex) =>
    (graph[txIndex] ?? [])
      .filter(({ on }) => groups.has(on))
      .map(({ on, weight }) => ({ txIndex, on, weight })),
  );
  // The order of equals must not depend on anything but the graph: sorting is stable.
  edges.sort((left, right) => right.weight - left.weight);
  for (const { txIndex, on } of edges) {
    groups.join(txIndex, on, capacity);
  }
  return groups.all();
}

/** Union-find over transactions, with weights. */
class DisjointGroups {
  readonly #members: readonly number[];
  readonly #parents = new Map<number, number>();
  readonly #weights = new Map<number, number>();

  constructor(members: readonly number[], gas: readonly number[]) {
    this.#members = members;
    for (const txIndex of members) {
      this.#parents.set(txIndex, txIndex);
      this.#weights.set(txIndex, gas[txIndex] ?? 0);
    }
  }

  has(txIndex: number): boolean {
    return this.#parents.has(txIndex);
  }

  join(left: number, right: number, capacity: number): void {
    const [a, b] = [this.#rootOf(left), this.#rootOf(right)];
    const weight = (this.#weights.get(a) ?? 0) + (this.#weights.get(b) ?? 0);
    if (a !== b && weight <= capacity) {
      this.#parents.set(Math.max(a, b), Math.min(a, b));
      this.#weights.set(Math.min(a, b), weight);
    }
  }

  all(): Group[] {
    const groups = new Map<number, number[]>();
    for (const txIndex of this.#members) {
      const root = this.#rootOf(txIndex);
      const group = groups.get(root) ?? [];
      group.push(txIndex);
      groups.set(root, group);
    }
    return [...groups.values()];
  }

  #rootOf(txIndex: number): number {
    let root = txIndex;
    for (;;) {
      const parent = this.#parents.get(root);
      invariant(parent !== undefined, 'a grouped transaction is a member', { txIndex });
      if (parent === root) {
        this.#parents.set(txIndex, root);
        return root;
      }
      root = parent;
    }
  }
}
