import { describe, expect, test } from 'vitest';
import type { Address, Bytes32, Location, TransactionAccesses } from '#engine/api/index.js';
import { isConflict, reorder } from '#properties/relations/conflicts.js';

const HERE = '0x00000000000000000000000000000000000000aa';
const THERE = '0x00000000000000000000000000000000000000bb';
const SLOT = `0x${'01'.padStart(64, '0')}` as const;
const OTHER_SLOT = `0x${'02'.padStart(64, '0')}` as const;

function at(kind: Exclude<Location['kind'], 'storage'>, address: Address = HERE): Location {
  return { kind, address };
}

function slot(of: Bytes32): Location {
  return { kind: 'storage', address: HERE, slot: of };
}

function reads(...locations: readonly Location[]): TransactionAccesses {
  return { index: 0, reads: locations.map((location) => ({ location, what: '' })), writes: [] };
}

function writes(...locations: readonly Location[]): TransactionAccesses {
  return { index: 1, reads: [], writes: locations.map((location) => ({ location, what: '' })) };
}

describe('transactions conflict', () => {
  test.each([
    ['a read of what is written', reads(slot(SLOT)), writes(slot(SLOT))],
    ['two writes of one slot', writes(slot(SLOT)), writes(slot(SLOT))],
    ['two writes of one nonce', writes(at('nonce')), writes(at('nonce'))],
    ['a look at a balance that is credited', reads(at('balance')), writes(at('balance'))],
    ['a question of existence and a credit', reads(at('existence')), writes(at('balance'))],
    ['a read of a slot and a destruction', reads(slot(SLOT)), writes(at('lifecycle'))],
    ['a credit and a destruction', writes(at('balance')), writes(at('lifecycle'))],
  ])('by %s, either way round', (_, left, right) => {
    expect(isConflict(left, right)).toBe(true);
    expect(isConflict(right, left)).toBe(true);
  });
});

describe('transactions do not conflict', () => {
  test.each([
    ['two reads of one slot', reads(slot(SLOT)), reads(slot(SLOT))],
    ['accesses of two slots', reads(slot(SLOT)), writes(slot(OTHER_SLOT))],
    ['two credits of one balance', writes(at('balance')), writes(at('balance'))],
    ['a read of code and a credit', reads(at('code')), writes(at('balance'))],
    ['the same in two accounts', writes(at('nonce')), writes(at('nonce', THERE))],
  ])('by %s, either way round', (_, left, right) => {
    expect(isConflict(left, right)).toBe(false);
    expect(isConflict(right, left)).toBe(false);
  });
});

test('a new order follows the wishes as far as conflicts allow', () => {
  const block = [writes(slot(SLOT)), reads(slot(SLOT)), writes(at('balance')), reads(slot(SLOT))];

  expect(reorder(block, (position) => position)).toEqual([2, 0, 3, 1]);
  expect(reorder(block, () => 0)).toEqual([0, 1, 2, 3]);
});
