/**
 * Which transactions of a workload depend on which, by what serial execution reports.
 *
 * Owns the graph over one block: its edges are the conflicts of `relations/conflicts.ts`; fees
 * and other credits commute. Does not say how a workload should look; its test does.
 */
import type { AcceptedBlock, TransactionAccesses } from '#engine/api/index.js';
import { createSerialEngine } from '#engine/index.js';
import type { Workload } from '#generators/workloads/index.js';
import { isConflict } from '../relations/conflicts.ts';

/** A workload that was executed. */
export interface Executed {
  readonly result: AcceptedBlock;
  readonly accesses: readonly TransactionAccesses[];
}

/** Executes serially. Throws an `Error` when the block is rejected. */
export async function executed({
  block,
  preState,
}: Pick<Workload, 'block' | 'preState'>): Promise<Executed> {
  const result = await createSerialEngine().execute(block, preState, { accesses: true });
  if (result.status === 'rejected') throw new Error(result.rejection.reason);
  return { result, accesses: result.accesses ?? [] };
}

/** For each transaction, those before it that it conflicts with. */
export function conflictsOf(
  accesses: readonly TransactionAccesses[],
): readonly (readonly number[])[] {
  return accesses.map((later, index) =>
    accesses.slice(0, index).flatMap((earlier, place) => (isConflict(earlier, later) ? place : [])),
  );
}

/** For each transaction, the lowest one that it is connected with, over any number of conflicts. */
export function componentsOf(conflicts: readonly (readonly number[])[]): readonly number[] {
  const component: number[] = [];
  for (const [index, earlier] of conflicts.entries()) {
    const joined = new Set(earlier.map((place) => component[place] ?? place));
    const lowest = Math.min(index, ...joined);
    component.push(lowest);
    component.forEach((one, place) => {
      if (joined.has(one)) component[place] = lowest;
    });
  }
  return component;
}

/** Slots and balances that `later` read and `earlier` wrote, in words. */
export function handedOn(earlier: TransactionAccesses, later: TransactionAccesses): string[] {
  const written = new Set(earlier.writes.map(({ location }) => JSON.stringify(location)));
  return later.reads
    .filter(({ location }) => location.kind === 'storage' || location.kind === 'balance')
    .map(({ location }) => JSON.stringify(location))
    .filter((location) => written.has(location));
}
