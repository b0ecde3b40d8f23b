import { expect, test } from 'vitest';
import type { Access, Location, TransactionAccesses } from '#engine/api/index.js';
import { CELLS, cellsOf, hasConflict } from '#properties/power/patterns.js';

const ADDRESS = '0x00000000000000000000000000000000000000aa';
const SLOT = `0x${'00'.repeat(32)}` as const;
const STORAGE: Location = { kind: 'storage', address: ADDRESS, slot: SLOT };

function at(location: Location): Access {
  return { location, what: '= 0x1' };
}

type Places = readonly Location[];

function accesses(...all: readonly (readonly [Places, Places])[]): TransactionAccesses[] {
  return all.map(([reads, writes], index) => ({
    index,
    reads: reads.map(at),
    writes: writes.map(at),
  }));
}

test('who meets how, and how far apart', () => {
  const block = accesses([[STORAGE], []], [[], [STORAGE]], [[], []], [[STORAGE], [STORAGE]]);

  expect([...cellsOf(block)].sort()).toEqual([
    'storage read, then written, near',
    'storage read, then written, next',
    'storage written twice, near',
    'storage written, then read, near',
  ]);
  expect(hasConflict(block)).toBe(true);
});

test('existence is met by any write to the account, and nothing else is', () => {
  const existence: Location = { kind: 'existence', address: ADDRESS };
  const other: Location = { ...STORAGE, slot: `0x${'11'.repeat(32)}` };

  expect([...cellsOf(accesses([[], [STORAGE]], [[existence, other], []]))]).toEqual([
    'existence written, then read, next',
  ]);
  expect(hasConflict(accesses([[], [STORAGE]], [[other], [other]]))).toBe(false);
});

test('every cell that can be reached is in the table', () => {
  const all: Places = [
    STORAGE,
    { kind: 'balance', address: ADDRESS },
    { kind: 'nonce', address: ADDRESS },
    { kind: 'code', address: ADDRESS },
    { kind: 'lifecycle', address: ADDRESS },
    { kind: 'existence', address: ADDRESS },
  ];
  const writes = all.filter(({ kind }) => kind !== 'existence');
  const reads = all.filter(({ kind }) => kind !== 'lifecycle');
  const block = Array.from({ length: 6 }, () => [reads, writes] as const);

  expect([...cellsOf(accesses(...block))].sort()).toEqual([...CELLS].sort());
});
