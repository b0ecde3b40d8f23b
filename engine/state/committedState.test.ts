/** The committed state: what goes in, what each kind of write does, what comes out. */
import { beforeEach, describe, expect, it } from 'vitest';

import type { Address, Bytes32 } from '#engine/api/index.js';
import { bytesToHex } from '#engine/primitives/bytes.js';
import { CommittedState } from '#engine/state/committedState.js';
import { EMPTY_CODE_HASH } from '#engine/primitives/emptyCode.js';
import { keccak256 } from '#engine/state/keccak.js';

const A: Address = `0x${'aa'.repeat(20)}`;
const B: Address = `0x${'0b'.repeat(20)}`;
const SLOT: Bytes32 = `0x${'00'.repeat(31)}01`;
const CODE = Uint8Array.of(0x60, 0x00);
const CODE_HASH = bytesToHex(keccak256(CODE));

let state: CommittedState;

beforeEach(() => {
  state = new CommittedState({
    [A]: { balance: '0x5', nonce: '0x2', code: '0x6000', storage: { [SLOT]: '0x9' } },
  });
});

describe('loading an alloc', () => {
  it('shows the fields of an account', () => {
    expect(state.account(A)).toEqual({
      exists: true,
      nonce: 2n,
      balance: 5n,
      codeHash: CODE_HASH,
      hasStorage: true,
      isRich: false,
    });
    expect(state.slot(A, SLOT)).toBe(9n);
    expect(state.code(CODE_HASH)).toEqual(CODE);
  });

  it('shows an absent account as empty and not existing', () => {
    expect(state.account(B)).toEqual({
      exists: false,
      nonce: 0n,
      balance: 0n,
      codeHash: EMPTY_CODE_HASH,
      hasStorage: false,
      isRich: false,
    });
    expect(state.slot(B, SLOT)).toBe(0n);
  });

  it('keeps an account that is empty', () => {
    expect(new CommittedState({ [A]: { balance: '0x0' } }).account(A).exists).toBe(true);
  });

  it('reads upper case, missing padding and padded numbers', () => {
    const odd = new CommittedState({
      '0xAB': { balance: '0x0005', nonce: '0x', storage: { '0x1': '0x09' } },
    });
    const address: Address = `0x${'ab'.padStart(40, '0')}`;
    expect(odd.account(address)).toMatchObject({ balance: 5n, nonce: 0n });
    expect(odd.slot(address, SLOT)).toBe(9n);
  });

  it('leaves out slots that hold zero', () => {
    const zero = new CommittedState({ [A]: { balance: '0x0', storage: { [SLOT]: '0x00' } } });
    expect(zero.account(A).hasStorage).toBe(false);
  });

  it('gives back what it was given, in ascending order', () => {
    const given = {
      [A]: {
        balance: '0x5',
        nonce: '0x2',
        code: '0x6000',
        storage: { [SLOT]: `0x${'0'.repeat(63)}9` },
      },
      [B]: { balance: '0x0', nonce: '0x0', code: '0x', storage: {} },
    } as const;
    const back = new CommittedState(given).toAlloc();
    expect(back).toEqual(given);
    expect(Object.keys(back)).toEqual([B, A]);
  });
});

describe('applying writes', () => {
  it('moves a balance up and down', () => {
    state.apply([{ kind: 'balance', address: A, delta: 7n }]);
    state.apply([{ kind: 'balance', address: A, delta: -12n }]);
    expect(state.account(A).balance).toBe(0n);
  });

  it('makes the account that a payment finds absent', () => {
    state.apply([{ kind: 'balance', address: B, delta: 1n }]);
    expect(state.account(B)).toMatchObject({ exists: true, balance: 1n, nonce: 0n });
  });

  it.each([-6n, 2n ** 256n])('refuses a balance outside of 256 bits (%s)', (delta) => {
    expect(() => {
      state.apply([{ kind: 'balance', address: A, delta }]);
    }).toThrow('a balance stays within 256 bits');
  });

  it('sets a nonce', () => {
    state.apply([{ kind: 'nonce', address: A, value: 3n }]);
    expect(state.account(A).nonce).toBe(3n);
  });

  it('sets code and takes it away', () => {
    const other = Uint8Array.of(1);
    const hash = bytesToHex(keccak256(other));
    state.apply([{ kind: 'code', address: A, hash, code: other }]);
    expect(state.code(state.account(A).codeHash)).toEqual(other);
    const none = { hash: EMPTY_CODE_HASH, code: new Uint8Array(0) };
    state.apply([{ kind: 'code', address: A, ...none }]);
    expect(state.toAlloc()[A]?.code).toBe('0x');
  });

  it('sets a slot, and clears it when the value is zero', () => {
    state.apply([{ kind: 'storage', address: A, slot: SLOT, value: 1n }]);
    expect(state.slot(A, SLOT)).toBe(1n);
    state.apply([{ kind: 'storage', address: A, slot: SLOT, value: 0n }]);
    expect(state.account(A).hasStorage).toBe(false);
  });

  it('destroys an account with all that it holds', () => {
    state.apply([{ kind: 'lifecycle', address: A, event: 'destroyed' }]);
    expect(state.account(A).exists).toBe(false);
    expect(state.slot(A, SLOT)).toBe(0n);
    expect(state.toAlloc()).toEqual({});
  });

  it('finds no old storage in an account that is paid after its destruction', () => {
    state.apply([{ kind: 'lifecycle', address: A, event: 'destroyed' }]);
    state.apply([{ kind: 'balance', address: A, delta: 1n }]);
    expect(state.toAlloc()[A]).toEqual({ balance: '0x1', nonce: '0x0', code: '0x', storage: {} });
  });

  it('clears storage where a contract is created, and keeps the balance it lands on', () => {
    state.apply([{ kind: 'lifecycle', address: A, event: 'created' }]);
    expect(state.account(A)).toMatchObject({ balance: 5n, hasStorage: false });
  });

  it('does not change the alloc that it was made from', () => {
    const storage = Object.freeze({ [SLOT]: '0x9' as const });
    const alloc = Object.freeze({ [A]: Object.freeze({ balance: '0x5' as const, storage }) });
    const other = new CommittedState(alloc);
    other.apply([{ kind: 'storage', address: A, slot: SLOT, value: 1n }]);
    expect(alloc[A]?.storage[SLOT]).toBe('0x9');
  });
});

describe('code', () => {
  it('of a hash that no account has is a broken invariant', () => {
    expect(() => state.code(`0x${'99'.repeat(32)}`)).toThrow('every code hash');
  });
});

it('calls an account rich from 2^255 wei on', () => {
  const holding = (balance: bigint): CommittedState =>
    new CommittedState({ [A]: { balance: `0x${balance.toString(16)}` } });
  expect(holding(2n ** 255n - 1n).account(A).isRich).toBe(false);
  expect(holding(2n ** 255n).account(A).isRich).toBe(true);
});
