/** The held-back balance read: each way out records what it should, and no more. */
import { beforeEach, describe, expect, it } from 'vitest';

import { AccountView } from '#engine/evm/accountView.js';
import { BalanceDeferral } from '#engine/evm/balanceDeferral.js';
import { EMPTY_CODE_HASH } from '#engine/primitives/emptyCode.js';

const address = `0x${'aa'.repeat(20)}` as const;
const reader = {};
const other = {};

let deferral: BalanceDeferral;
let account: AccountView;

beforeEach(() => {
  deferral = new BalanceDeferral();
  const base = {
    exists: true,
    nonce: 0n,
    balance: 10n,
    codeHash: EMPTY_CODE_HASH,
    hasStorage: false,
    isRich: false,
  };
  account = new AccountView(address, base);
});

function kinds(): string[] {
  return account.facts().map(({ kind }) => kind);
}

describe('a held-back read', () => {
  it('is no fact yet', () => {
    deferral.begin(reader, account);
    expect(kinds()).toEqual([]);
  });

  it('is exact once confirmed', () => {
    deferral.begin(reader, account);
    deferral.confirm();
    expect(kinds()).toEqual(['balance']);
  });

  it('before a call with value is a bound', () => {
    deferral.begin(reader, account);
    deferral.weaken(4n);
    expect(account.facts()).toEqual([
      { kind: 'balance-at-least', address, amount: 4n, holds: true },
    ]);
  });

  it('before a call of nothing is nothing', () => {
    deferral.begin(reader, account);
    deferral.weaken(0n);
    expect(kinds()).toEqual([]);
  });

  it('is nothing when the same object is assigned', () => {
    deferral.begin(reader, account);
    expect(deferral.cancel(reader)).toBe(true);
    deferral.confirm();
    expect(kinds()).toEqual([]);
  });

  it('is not dropped by the assignment of another object', () => {
    deferral.begin(reader, account);
    expect(deferral.cancel(other)).toBe(false);
    deferral.confirm();
    expect(kinds()).toEqual(['balance']);
  });

  it('is confirmed by the read of another object', () => {
    deferral.begin(reader, account);
    deferral.begin(other, new AccountView(address, account.base));
    expect(kinds()).toEqual(['balance']);
  });

  it('is decided only once', () => {
    deferral.begin(reader, account);
    deferral.weaken(0n);
    deferral.confirm();
    expect(kinds()).toEqual([]);
  });
});

describe('two reads of one object', () => {
  beforeEach(() => {
    deferral.begin(reader, account);
    deferral.begin(reader, account);
  });

  it('before a call leave the first one exact: only the last was the check', () => {
    deferral.weaken(0n);
    expect(kinds()).toEqual(['balance']);
  });

  it('before an assignment were both part of it', () => {
    expect(deferral.cancel(reader)).toBe(true);
    deferral.confirm();
    expect(kinds()).toEqual([]);
  });

  it('do not count for the next reader', () => {
    deferral.cancel(reader);
    deferral.begin(reader, account);
    deferral.weaken(0n);
    expect(kinds()).toEqual([]);
  });
});
