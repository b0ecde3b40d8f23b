import { expect, test } from 'vitest';
import { EMPTY_CODE_HASH } from '#engine/primitives/emptyCode.js';
import type { Fact } from '#engine/primitives/facts.js';
import { CommittedState } from '#engine/state/committedState.js';
import { keccak256 } from '#engine/state/keccak.js';
import { bytesToHex } from '#engine/primitives/bytes.js';
import { OtherwiseReader } from '#properties/power/otherwiseReader.js';

const ADDRESS = '0x00000000000000000000000000000000000000aa';
const SLOT = `0x${'00'.repeat(32)}` as const;
const STATE = new CommittedState({ [ADDRESS]: { balance: '0x5', nonce: '0x1' } });

function reader(...reads: readonly Fact[]): OtherwiseReader {
  return new OtherwiseReader(STATE, reads);
}

test('what nobody has recorded is otherwise, each field of its own', async () => {
  const before = STATE.account(ADDRESS);
  const account = await reader().account(ADDRESS);

  expect(account.nonce).not.toBe(before.nonce);
  expect(account.balance).not.toBe(before.balance);
  expect(account.hasStorage).not.toBe(before.hasStorage);
  expect(account.codeHash).not.toBe(before.codeHash);
  expect(bytesToHex(keccak256(await reader().code(account.codeHash)))).toBe(account.codeHash);
  expect(await reader().slot(ADDRESS, SLOT)).toBe(1n);
});

test('what is recorded is the same', async () => {
  const facts: readonly Fact[] = [
    { kind: 'balance', address: ADDRESS, value: 5n },
    { kind: 'nonce', address: ADDRESS, value: 1n },
    { kind: 'code', address: ADDRESS, hash: EMPTY_CODE_HASH },
    { kind: 'has-storage', address: ADDRESS, holds: false },
    { kind: 'storage', address: ADDRESS, slot: SLOT, value: 0n },
  ];

  expect(await reader(...facts).account(ADDRESS)).toEqual(STATE.account(ADDRESS));
  expect(await reader(...facts).slot(ADDRESS, SLOT)).toBe(0n);
});

test('facts that more wei would make false keep the account as it is', async () => {
  const poor: Fact = { kind: 'balance-at-least', address: ADDRESS, amount: 6n, holds: false };
  const rich: Fact = { kind: 'balance-at-least', address: ADDRESS, amount: 5n, holds: true };

  expect(await reader(poor).account(ADDRESS)).toEqual(STATE.account(ADDRESS));
  expect((await reader(rich).account(ADDRESS)).balance).toBeGreaterThan(5n);
});
