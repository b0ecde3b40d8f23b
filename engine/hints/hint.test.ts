import { describe, expect, test } from 'vitest';
import { type Hint, agedHints, fieldPlace, mergeHints, slotPlace } from '#engine/hints/hint.js';
import { hintsFromJSON, hintsToJSON } from '#engine/hints/hintCodec.js';
import { addressNamed } from '#generators/build/address.js';
import { word } from '#generators/build/hex.js';

const A = addressNamed('A');
const SLOT = slotPlace(A, word(1));
const PURSE = fieldPlace(A, 'balance');

function hint(rest: Partial<Hint>): Hint {
  const defaults = { place: SLOT, access: 'read', isDelta: false, grade: 'likely' } as const;
  return { ...defaults, source: 'static', why: 'a test says so', ...rest };
}

describe('merging', () => {
  test('keeps each location once, by the best grade', () => {
    const likely = hint({ access: 'read-write' });
    const known = hint({ access: 'read-write', grade: 'template', source: 'templates' });
    expect(mergeHints([[likely], [known]])).toEqual([known]);
    expect(mergeHints([[known], [likely], [likely]])).toEqual([known]);
  });

  test('judges reads and writes apart: a good read says nothing of a write', () => {
    const read = hint({ grade: 'exact', source: 'access-list' });
    const both = hint({ access: 'read-write' });
    expect(mergeHints([[both], [read]])).toEqual([read, hint({ access: 'write' })]);
  });

  test('joins a read and a write that one source says alike', () => {
    expect(mergeHints([[hint({ access: 'read' }), hint({ access: 'write' })]])).toEqual([
      hint({ access: 'read-write' }),
    ]);
  });

  test('keeps a delta beside a read: the two are ordered differently', () => {
    const read = hint({ place: PURSE });
    const delta = hint({ place: PURSE, access: 'write', isDelta: true });
    expect(mergeHints([[delta, read]])).toEqual([read, delta]);
  });

  test('of equals prefers the earlier list, and sorts by location', () => {
    const first = hint({ why: 'first' });
    const other = hint({ place: slotPlace(A, word(0)) });
    expect(mergeHints([[first], [hint({ why: 'second' }), other]])).toEqual([other, first]);
  });
});

test('what was simulated on an older state is only learned', () => {
  const exact = hint({ source: 'simulation', grade: 'exact' });
  const declared = hint({ source: 'access-list', grade: 'exact' });
  expect(agedHints([exact, declared], 0)).toEqual([exact, declared]);
  expect(agedHints([exact, declared], 2).map(({ grade }) => grade)).toEqual(['learned', 'exact']);
});

describe('as JSON', () => {
  const block = [
    [hint({}), hint({ place: PURSE, access: 'write', isDelta: true })],
    [],
    [hint({ place: fieldPlace(A, 'lifecycle'), grade: 'exact', source: 'bal' })],
  ];
  const again = (json: unknown): unknown => JSON.parse(JSON.stringify(json));

  test('hints come back as they were', () => {
    const read = hintsFromJSON(again(hintsToJSON(block)));
    expect(read).toEqual({ kind: 'read', value: block });
  });

  const plain = {
    kind: 'storage',
    address: A,
    slot: word(1),
    access: 'read',
    isDelta: false,
    grade: 'likely',
    source: 'static',
    why: '',
  };
  test.each<[string, object]>([
    ['a grade', { grade: 'certain' }],
    ['a kind', { kind: 'memory' }],
    ['a short address', { address: '0x12' }],
    ['an address in capitals', { address: A.toUpperCase() }],
    ['a slot that is missing', { slot: undefined }],
    ['a slot of a nonce', { kind: 'nonce' }],
    ['a delta of a slot', { access: 'write', isDelta: true }],
    ['a long story', { why: 'x'.repeat(1_000) }],
  ])('%s is refused and said where', (_, change) => {
    const json = { version: 1, transactions: [[plain], [plain, { ...plain, ...change }]] };
    expect(hintsFromJSON(again(json))).toEqual({
      kind: 'malformed',
      problem: 'transactions[1][1] is no hint',
    });
  });

  test.each([[null], [[]], [{ version: 2, transactions: [] }], [{ version: 1 }], ['hints']])(
    'what is no file of hints is refused: %j',
    (json) => {
      expect(hintsFromJSON(json).kind).toBe('malformed');
    },
  );
});
