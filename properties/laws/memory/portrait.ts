/**
 * All that can be learnt from a memory, as text.
 *
 * Owns the list of questions: every field of every account at every index, and every transaction's
 * read set, write set, validity and readers. Two memories with one portrait cannot be told apart.
 */
import { readAccount } from '#engine/memory/memoryAccount.js';
import type { MVMemory } from '#engine/memory/mvMemory.js';
import { inOrder, words } from './comparison.ts';
import { ADDRESSES, SLOTS, TX_COUNT } from './world.ts';

/** One line for each answer. */
export function portrait(memory: MVMemory): readonly string[] {
  const { resolver } = memory;
  const indexes = Array.from({ length: TX_COUNT }, (_, index) => index);
  const reads = [...indexes, TX_COUNT].flatMap((index) =>
    ADDRESSES.flatMap((address) => [
      `${index} sees ${address}: ${words(readAccount(resolver, index, address))}`,
      ...SLOTS.map((slot) => `${slot}: ${words(resolver.slot(index, address, slot))}`),
    ]),
  );
  const transactions = indexes.flatMap((index) => [
    `${index} read ${inOrder(memory.readsOf(index)).join()}`,
    `${index} wrote ${inOrder(memory.writesOf(index)).join()}`,
    `${index} holds: ${memory.holds(index)}`,
    `${index} is read by ${inOrder(memory.readersOf(index)).join()}`,
  ]);
  return [...reads, ...transactions];
}
