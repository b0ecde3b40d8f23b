/**
 * Law: multi-version memory answers every question as replaying all writes in index order would.
 *
 * Whatever is published, overwritten, removed, marked, withdrawn and made final, in whatever order
 * and by whichever thread, while the arena grows under it. The replay is `memory/model.ts`.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MVMemory, type Version } from '#engine/memory/mvMemory.js';
import type { ReadSet } from '#engine/primitives/facts.js';
import type { WriteSet } from '#engine/primitives/writes.js';
import { SEED_NOTE, campaignSettings } from '#properties/campaign.js';
import { commands, lookEverywhere } from '#properties/laws/memory/commands.js';
import type { ModelMemory } from '#properties/laws/memory/model.js';
import { type MemoryClass, Pairing } from '#properties/laws/memory/pairing.js';
import { SIGHTS, Tally } from '#properties/laws/memory/tally.js';

const TIMEOUT_MS = 120_000;
const RUNS = 1_000;
const COMMANDS_MAX = 60;
const SIGHTS_MIN = 50;

/** The law, put to one class of memory; sights go into the tally. */
function law(
  memoryClass: MemoryClass,
  tally: Tally,
): fc.IProperty<[Iterable<fc.Command<ModelMemory, Pairing>>]> {
  return fc.property(commands(COMMANDS_MAX), (steps) => {
    const pairing = new Pairing(memoryClass, tally);
    fc.modelRun(() => ({ model: pairing.model, real: pairing }), steps);
    lookEverywhere(pairing, 0);
    lookEverywhere(pairing, 1);
  });
}

test(`memory is what replaying says (${SEED_NOTE})`, { timeout: TIMEOUT_MS }, () => {
  const tally = new Tally();
  fc.assert(law(MVMemory, tally), campaignSettings(RUNS));

  const rare = SIGHTS.filter((sight) => tally.count(sight) < SIGHTS_MIN);
  expect(rare).toEqual([]);
});

describe('a memory is seen that', () => {
  test.each<[string, MemoryClass]>([
    [
      'keeps the values of an aborted incarnation',
      class extends MVMemory {
        override markEstimates(): void {}
      },
    ],
    [
      'forgets what was relied on',
      class extends MVMemory {
        override publish(version: Version, _: ReadSet, writes: WriteSet): boolean {
          return super.publish(version, [], writes);
        }
      },
    ],
    [
      'calls one transaction too many final',
      class extends MVMemory {
        override finalise(end: number): void {
          super.finalise(end + 1);
        }
      },
    ],
    [
      'lets a published incarnation add to the one before',
      class extends MVMemory {
        override publish(version: Version, reads: ReadSet, writes: WriteSet): boolean {
          const before = this.writesOf(version.txIndex);
          return super.publish(version, reads, before.length > 0 ? [...before] : writes);
        }
      },
    ],
  ])('%s', (_, memoryClass) => {
    expect(fc.check(law(memoryClass, new Tally()), campaignSettings(RUNS)).failed).toBe(true);
  });
});
