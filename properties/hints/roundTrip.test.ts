/**
 * Law: hints come back from JSON as they were, and whatever else stands there is refused without an
 * exception.
 *
 * Also of hostile hints: they are as well formed as honest ones.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  HINT_ACCESSES,
  HINT_GRADES,
  HINT_SOURCES,
  type Hint,
  type Hints,
  mergeHints,
} from '#engine/hints/hint.js';
import { hintsFromJSON, hintsToJSON } from '#engine/hints/hintCodec.js';
import { HOSTILITIES, hostileHints } from '#engine/hints/hostile.js';
import { hintIndexFromJSON } from '#engine/hints/learned/indexCodec.js';
import { bigIntToHex } from '#engine/primitives/bytes.js';
import { LOCATION_KINDS, type Place } from '#engine/primitives/locations.js';
import { SEED_NOTE, campaignSettings } from '#properties/campaign.js';

const RUNS = 300;

const hex = (bytes: number): fc.Arbitrary<`0x${string}`> =>
  fc
    .oneof(fc.bigInt(0n, 3n), fc.bigInt(0n, 256n ** BigInt(bytes) - 1n))
    .map((value) => bigIntToHex(value, bytes));

const place: fc.Arbitrary<Place> = fc
  .tuple(fc.constantFrom(...LOCATION_KINDS), hex(20), hex(32))
  .map(([kind, address, slot]) => ({ kind, address, slot: kind === 'storage' ? slot : null }));

const hint: fc.Arbitrary<Hint> = fc
  .record({
    place,
    access: fc.constantFrom(...HINT_ACCESSES),
    isDelta: fc.boolean(),
    grade: fc.constantFrom(...HINT_GRADES),
    source: fc.constantFrom(...HINT_SOURCES),
    why: fc.string({ maxLength: 200 }),
  })
  .map((one) => ({
    ...one,
    isDelta: one.isDelta && one.access === 'write' && one.place.kind === 'balance',
  }));

const block: fc.Arbitrary<readonly Hints[]> = fc.array(fc.array(hint, { maxLength: 6 }), {
  maxLength: 6,
});

const again = (json: unknown): unknown => JSON.parse(JSON.stringify(json));

test(`hints survive a round trip, hostile ones too (${SEED_NOTE})`, () => {
  fc.assert(
    fc.property(
      block,
      fc.constantFrom(null, ...HOSTILITIES),
      fc.bigInt(0n, 99n),
      (honest, way, seed) => {
        const hints = way === null ? honest : hostileHints(honest, way, seed);
        expect(hintsFromJSON(again(hintsToJSON(hints)))).toEqual({ kind: 'read', value: hints });
      },
    ),
    campaignSettings(RUNS),
  );
});

test(`whatever stands in a file is read or refused (${SEED_NOTE})`, () => {
  const shaped = fc.record({ version: fc.constant(1), transactions: fc.array(fc.jsonValue()) });
  const index = fc.record({ version: fc.constant(1), functions: fc.array(fc.jsonValue()) });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), shaped, index), (json) => {
      expect(['read', 'malformed']).toContain(hintsFromJSON(json).kind);
      expect(['read', 'malformed']).toContain(hintIndexFromJSON(json).kind);
    }),
    campaignSettings(RUNS),
  );
});

test(`merging is idempotent and keeps the best grade of each direction (${SEED_NOTE})`, () => {
  fc.assert(
    fc.property(fc.array(fc.array(hint, { maxLength: 8 }), { maxLength: 4 }), (lists) => {
      const merged = mergeHints(lists);
      expect(mergeHints([merged])).toEqual(merged);
      for (const one of lists.flat()) {
        const rivals = merged.filter(
          (other) =>
            JSON.stringify(other.place) === JSON.stringify(one.place) &&
            (one.access === 'write' ? other.access !== 'read' : other.access !== 'write'),
        );
        expect(rivals).toHaveLength(1);
        const [rival] = rivals;
        expect(HINT_GRADES.indexOf(rival?.grade ?? 'likely')).toBeLessThanOrEqual(
          HINT_GRADES.indexOf(one.grade),
        );
      }
    }),
    campaignSettings(RUNS),
  );
});
