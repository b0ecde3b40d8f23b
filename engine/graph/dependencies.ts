/**
 * The dependency graph of a block, from what its transactions are expected to touch.
 *
 * Owns the edges: a transaction depends on the last lower one that writes where it reads, and on
 * all that pay into a balance it looks at since. Payments commute and depend on nothing. Edges
 * point down only, so that there are no cycles whatever the expectation. Locations are numbers.
 */
import type { Place } from '../primitives/locations.ts';

/** What a transaction is expected to touch. */
export interface ExpectedAccess {
  /** Locations whose values matter to it. */
  readonly reads: readonly number[];
  /** Locations it sets. */
  readonly writes: readonly number[];
  /** Balances it moves unseen. */
  readonly credits: readonly number[];
  /** In gas; what it is expected to take. */
  readonly gas: number;
  /** What of all this cannot be waited for once it runs; default nothing. */
  readonly rigid?: Rigid;
  /** Where it is expected to set something that can be waited for; default nowhere. */
  readonly expected?: readonly Place[];
}

/** Fields that a running transaction cannot wait for: it would have to start again. */
export interface Rigid {
  readonly reads: readonly number[];
  readonly writes: readonly number[];
}

/** A transaction that another depends on. */
export interface Dependency {
  readonly on: number;
  /** Locations that tie the two together. */
  readonly weight: number;
}

/** Of each transaction what it depends on, ascending; none of what is below `from`. */
export type DependencyGraph = readonly (readonly Dependency[])[];

/** Who would change a location. */
interface Writers {
  last: number;
  readonly credits: number[];
}

/** The graph of a block whose transactions below `from` are final. */
export function dependencyGraph(
  accesses: readonly ExpectedAccess[],
  from: number = 0,
): DependencyGraph {
  const writers = new Map<number, Writers>();
  return accesses.map((access, txIndex) => {
    if (txIndex < from) {
      return [];
    }
    const weights = new Map<number, number>();
    for (const location of access.reads) {
      for (const on of writersAt(writers, location)) {
        weights.set(on, (weights.get(on) ?? 0) + 1);
      }
    }
    note(writers, txIndex, access);
    return [...weights]
      .map(([on, weight]) => ({ on, weight }))
      .sort((left, right) => left.on - right.on);
  });
}

function writersAt(writers: ReadonlyMap<number, Writers>, location: number): readonly number[] {
  const known = writers.get(location);
  if (known === undefined) {
    return [];
  }
  return known.last < 0 ? known.credits : [known.last, ...known.credits];
}

function note(
  writers: Map<number, Writers>,
  txIndex: number,
  { writes, credits }: ExpectedAccess,
): void {
  for (const location of writes) {
    writers.set(location, { last: txIndex, credits: [] });
  }
  for (const location of credits) {
    const known = writers.get(location) ?? { last: -1, credits: [] };
    known.credits.push(txIndex);
    writers.set(location, known);
  }
}
