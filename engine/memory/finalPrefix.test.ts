import { describe, expect, it } from 'vitest';

import type { Address } from '#engine/api/index.js';
import { FinalPrefix } from '#engine/memory/finalPrefix.js';
import { LoadCount } from '#engine/memory/loadCount.js';
import { LocationTable, fieldOf } from '#engine/memory/locationTable.js';
import { Resolver } from '#engine/memory/resolve.js';
import { VersionChains } from '#engine/memory/versionChains.js';
import { Arena, createArenaBuffer } from '#engine/primitives/arena.js';
import { CommittedState } from '#engine/state/committedState.js';

const BENEFICIARY: Address = `0x${'fe'.repeat(20)}`;
const TX_COUNT = 2_000;
const FEE = 21_000n;

/** Counts the deltas that folding adds up. */
class CountingChains extends VersionChains {
  added = 0;

  override valueOf(version: number): bigint {
    this.added += 1;
    return super.valueOf(version);
  }
}

/** A memory in which every transaction has paid the beneficiary. */
function paid(): { versions: CountingChains; final: FinalPrefix; resolver: Resolver } {
  const arena = new Arena(createArenaBuffer(1 << 18, 1 << 20));
  const locations = new LocationTable(arena, arena.allocate(2), 1);
  const versions = new CountingChains(arena, arena.allocate(TX_COUNT), arena.allocate(1));
  const final = new FinalPrefix(arena, arena.allocate(1));
  const loads = new LoadCount(arena, arena.allocate(1));
  const base = new CommittedState({});
  const location = fieldOf(locations.account(BENEFICIARY), 'balance');
  for (let txIndex = 0; txIndex < TX_COUNT; txIndex += 1) {
    versions.insert({ location, txIndex, incarnation: 0, value: FEE });
  }
  return {
    versions,
    final,
    resolver: new Resolver({ base, locations, versions, final, loads, defect: null }),
  };
}

describe('the balance of a beneficiary', () => {
  it('is added up once when all that was paid is final', () => {
    const { versions, final, resolver } = paid();
    final.moveTo(TX_COUNT);
    const balance = { kind: 'ready', value: FEE * BigInt(TX_COUNT) };

    expect(resolver.balance(TX_COUNT, BENEFICIARY)).toEqual(balance);
    expect(versions.added).toBe(TX_COUNT);
    expect(resolver.balance(TX_COUNT, BENEFICIARY)).toEqual(balance);
    expect(versions.added).toBe(TX_COUNT);
  });

  it('is added up once when every transaction reads it just before it becomes final', () => {
    const { versions, final, resolver } = paid();
    for (let txIndex = 0; txIndex < TX_COUNT; txIndex += 1) {
      resolver.balance(txIndex, BENEFICIARY);
      final.moveTo(txIndex + 1);
    }

    expect(versions.added).toBe(TX_COUNT - 1);
  });

  it('is added up for every reader while nothing is final', () => {
    const { versions, resolver } = paid();
    for (let read = 0; read < 3; read += 1) resolver.balance(TX_COUNT, BENEFICIARY);

    expect(versions.added).toBe(3 * TX_COUNT);
  });
});
