/**
 * Law: what different transactions leave in memory does not depend on who left it first.
 *
 * Each transaction publishes once, and may be marked to run again; they do so in two orders, and
 * both memories must answer every question alike.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MVMemory, type Version } from '#engine/memory/mvMemory.js';
import type { ReadSet } from '#engine/primitives/facts.js';
import type { WriteSet } from '#engine/primitives/writes.js';
import { SEED_NOTE, campaignSettings } from '#properties/campaign.js';
import { type MemoryClass, Pairing } from '#properties/laws/memory/pairing.js';
import { portrait } from '#properties/laws/memory/portrait.js';
import { Tally } from '#properties/laws/memory/tally.js';
import { TX_COUNT, wishes, writeSets } from '#properties/laws/memory/world.js';

const RUNS = 300;

interface Arrival {
  readonly txIndex: number;
  readonly reads: ReadSet;
  readonly writes: WriteSet;
  readonly isAborted: boolean;
}

const arrival: fc.Arbitrary<Omit<Arrival, 'txIndex'>> = fc.record({
  reads: wishes.map((all) => all.map(({ fact }) => fact)),
  writes: writeSets,
  isAborted: fc.nat(5).map((die) => die === 0),
});

/** What every transaction does, in two orders. */
const orders: fc.Arbitrary<readonly [readonly Arrival[], readonly Arrival[]]> = fc
  .array(arrival, { minLength: TX_COUNT, maxLength: TX_COUNT })
  .map((all) => all.map((one, txIndex) => ({ ...one, txIndex })))
  .chain((all) => {
    const order = fc.shuffledSubarray(all, { minLength: TX_COUNT });
    return fc.tuple(order, order);
  });

function law(memoryClass: MemoryClass, onMoved: () => void): fc.IProperty<unknown> {
  return fc.property(orders, ([one, other]) => {
    if (one.some(({ txIndex }, place) => txIndex !== other[place]?.txIndex)) onMoved();
    expect(arrived(memoryClass, one)).toEqual(arrived(memoryClass, other));
  });
}

function arrived(memoryClass: MemoryClass, arrivals: readonly Arrival[]): readonly string[] {
  const { memory } = new Pairing(memoryClass, new Tally()).seenBy(0);
  for (const { txIndex, reads, writes, isAborted } of arrivals) {
    memory.publish({ txIndex, incarnation: 0 }, reads, writes);
    if (isAborted) memory.markEstimates(txIndex);
  }
  return portrait(memory);
}

test(`publishes of different transactions arrive in any order (${SEED_NOTE})`, () => {
  let moved = 0;
  fc.assert(
    law(MVMemory, () => {
      moved += 1;
    }),
    campaignSettings(RUNS),
  );

  expect(moved).toBeGreaterThan(RUNS / 2);
});

test('a memory that lets nobody write below the last writer is seen', () => {
  class Hasty extends MVMemory {
    #last = 0;

    override publish(version: Version, reads: ReadSet, writes: WriteSet): boolean {
      this.#last = Math.max(this.#last, version.txIndex);
      return super.publish(version, reads, version.txIndex < this.#last ? [] : writes);
    }
  }

  expect(
    fc.check(
      law(Hasty, () => undefined),
      campaignSettings(RUNS),
    ).failed,
  ).toBe(true);
});
