/**
 * Law: each final incarnation has read, written and come by what its transaction does in order.
 *
 * Sees stale reads that happened not to matter, and reads that nobody has written down.
 */
import type { TransactionAccesses } from '#engine/api/index.js';
import { broken, HELD, type Law, VACUOUS } from './law.ts';

/** Reads and writes as a third party sees them. */
export const readSets: Law = {
  name: 'read-sets',
  why: 'final transactions have read and written what they do in order',
  every: 2,
  concerns: () => true,
  isOfBlock: true,
  examine: async (scene) => {
    const truth = await scene.truth();
    if (truth.status === 'rejected') return VACUOUS;
    for (const schedule of scene.schedules) {
      const result = await scene.run(schedule);
      if (result.status === 'rejected') continue;
      const words = difference(truth.accesses ?? [], result.accesses ?? []);
      if (words !== null) return broken(words, schedule);
    }
    return HELD;
  },
};

function difference(
  expected: readonly TransactionAccesses[],
  actual: readonly TransactionAccesses[],
): string | null {
  if (expected.length !== actual.length) return `${actual.length} transactions have accesses`;
  for (const [place, one] of expected.entries()) {
    for (const part of ['reads', 'writes', 'touched'] as const) {
      const [left, right] = [toWords(one[part]), toWords(actual[place]?.[part])];
      const missing = left.find((words) => !right.includes(words));
      const extra = right.find((words) => !left.includes(words));
      if (missing === undefined && extra === undefined) continue;
      const what = extra === undefined ? `lacks ${missing}` : `has ${extra}`;
      return `transaction ${one.index}: its ${part} ${what}`;
    }
  }
  return null;
}

function toWords(parts: readonly object[] | undefined): readonly string[] {
  return (parts ?? []).map((part) => JSON.stringify(part));
}
