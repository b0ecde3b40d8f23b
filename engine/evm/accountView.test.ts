/** One account: what each question records, and what own changes answer for free. */
import { beforeEach, describe, expect, it } from 'vitest';

import { AccountView } from '#engine/evm/accountView.js';
import type { AccountSnapshot } from '#engine/primitives/reader.js';
import { EMPTY_CODE_HASH } from '#engine/primitives/emptyCode.js';

const address = `0x${'aa'.repeat(20)}` as const;
const CODE = { hash: `0x${'cc'.repeat(32)}`, bytes: Uint8Array.of(1) } as const;
const PLAIN: AccountSnapshot = {
  exists: true,
  nonce: 3n,
  balance: 10n,
  codeHash: EMPTY_CODE_HASH,
  hasStorage: false,
  isRich: false,
};
const ABSENT: AccountSnapshot = { ...PLAIN, exists: false, nonce: 0n, balance: 0n };

let account: AccountView;

beforeEach(() => {
  account = new AccountView(address, PLAIN);
});

describe('the balance', () => {
  it('read exactly is a fact about the state before, own changes taken out', () => {
    account.delta = -4n;
    expect(account.readBalance()).toBe(6n);
    expect(account.facts()).toEqual([{ kind: 'balance', address, value: 10n }]);
  });

  it('compared from below keeps the largest bound', () => {
    expect([3n, 8n, 5n].map((wei) => account.hasAtLeast(wei))).toEqual([true, true, true]);
    expect(account.facts()).toEqual([
      { kind: 'balance-at-least', address, amount: 8n, holds: true },
    ]);
  });

  it('found too small keeps the smallest bound', () => {
    expect([20n, 11n, 15n].map((wei) => account.hasAtLeast(wei))).toEqual([false, false, false]);
    expect(account.facts()).toEqual([
      { kind: 'balance-at-least', address, amount: 11n, holds: false },
    ]);
  });

  it('can be known from both sides', () => {
    account.hasAtLeast(10n);
    account.hasAtLeast(11n);
    expect(account.facts()).toEqual([
      { kind: 'balance-at-least', address, amount: 10n, holds: true },
      { kind: 'balance-at-least', address, amount: 11n, holds: false },
    ]);
  });

  it('needs no fact for what own income covers', () => {
    account.delta = 5n;
    expect(account.hasAtLeast(5n)).toBe(true);
    expect(account.facts()).toEqual([]);
  });

  it('needs more of the state before when own payments went out', () => {
    account.delta = -6n;
    expect(account.hasAtLeast(4n)).toBe(true);
    expect(account.facts()).toMatchObject([{ amount: 10n, holds: true }]);
  });

  it('known exactly makes bounds superfluous', () => {
    account.hasAtLeast(4n);
    account.readBalance();
    expect(account.facts()).toHaveLength(1);
  });
});

describe('own values', () => {
  it('of nonce and code answer without a fact', () => {
    account.ownNonce = 9n;
    account.ownCode = CODE;
    expect(account.readNonce()).toBe(9n);
    expect(account.readCodeHash()).toBe(CODE.hash);
    expect(account.facts()).toEqual([]);
  });

  it('make an account exist and not be empty without a fact', () => {
    const filled = new AccountView(address, ABSENT);
    filled.delta = 1n;
    expect([filled.readExists(), filled.readEmpty(), filled.readRemovable()]).toEqual([
      true,
      false,
      false,
    ]);
    expect(filled.facts()).toEqual([]);
  });

  it('that take the balance away make emptiness a matter of single fields', () => {
    account.delta = -10n;
    expect(account.readEmpty()).toBe(false);
    expect(account.facts()).toEqual([{ kind: 'nonce', address, value: 3n }]);
  });

  it('that take all there was leave an empty account, known exactly', () => {
    const poor = new AccountView(address, { ...PLAIN, nonce: 0n });
    poor.delta = -10n;
    expect(poor.readRemovable()).toBe(true);
    expect(poor.facts().map(({ kind }) => kind)).toEqual(['balance', 'nonce', 'code', 'exists']);
  });
});

describe('emptiness', () => {
  it('is one fact, not three', () => {
    expect(account.readEmpty()).toBe(false);
    expect(account.facts()).toEqual([{ kind: 'empty', address, holds: false }]);
  });

  it('is answered by code that was looked at anyway', () => {
    const contract = new AccountView(address, { ...PLAIN, codeHash: CODE.hash });
    contract.readCodeHash();
    expect([contract.readEmpty(), contract.readRemovable()]).toEqual([false, false]);
    expect(contract.facts().map(({ kind }) => kind)).toEqual(['code']);
  });

  it('of an absent account is true, but there is nothing to remove', () => {
    const absent = new AccountView(address, ABSENT);
    expect([absent.readEmpty(), absent.readRemovable(), absent.readExists()]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('writes', () => {
  it('of nothing are none', () => {
    expect(account.writes()).toEqual([]);
  });

  it('leave out a nonce that is what it was, which then is a fact', () => {
    account.ownNonce = 3n;
    expect(account.writes()).toEqual([]);
    expect(account.facts()).toEqual([{ kind: 'nonce', address, value: 3n }]);
  });

  it('leave out code that is what it was, which then is a fact', () => {
    const contract = new AccountView(address, { ...PLAIN, codeHash: CODE.hash });
    contract.ownCode = CODE;
    expect(contract.writes()).toEqual([]);
    expect(contract.facts()).toEqual([{ kind: 'code', address, hash: CODE.hash }]);
  });

  it('leave out slots that hold what they held', () => {
    const [same, other] = [`0x${'01'.repeat(32)}`, `0x${'02'.repeat(32)}`] as const;
    account.baseSlots.set(same, 5n);
    account.baseSlots.set(other, 5n);
    account.ownSlots.set(same, 5n);
    account.ownSlots.set(other, 6n);
    expect(account.writes()).toEqual([{ kind: 'storage', address, slot: other, value: 6n }]);
  });

  it('of a created account begin with its creation and leave out zeros', () => {
    account.isCreated = true;
    account.ownSlots.set(`0x${'01'.repeat(32)}`, 0n);
    account.delta = 2n;
    expect(account.writes().map(({ kind }) => kind)).toEqual(['lifecycle', 'balance']);
  });

  it('of a destroyed account are its destruction alone', () => {
    account.isDestroyed = true;
    account.delta = 2n;
    account.ownNonce = 9n;
    expect(account.writes()).toEqual([{ kind: 'lifecycle', address, event: 'destroyed' }]);
  });
});

describe('storage', () => {
  it('of an account that was created here is what was written here', () => {
    account.isCreated = true;
    expect(account.readHasStorage()).toBe(false);
    account.ownSlots.set(`0x${'01'.repeat(32)}`, 1n);
    expect(account.readHasStorage()).toBe(true);
    expect(account.facts()).toEqual([]);
  });

  it('of any other account is a fact', () => {
    expect(account.readHasStorage()).toBe(false);
    expect(account.facts()).toEqual([{ kind: 'has-storage', address, holds: false }]);
  });
});
