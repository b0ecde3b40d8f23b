/**
 * Bounds on traces made by hand: who has to wait for whom, and how long it takes at least.
 */
import { describe, expect, test } from 'vitest';

import type { Address } from '#engine/api/index.js';
import { criticalPaths, lowerBound } from '#engine/graph/bounds.js';
import type { TransactionTrace } from '#engine/graph/trace.js';
import { BASE, VersionHistory } from '#engine/graph/versionHistory.js';
import { bigIntToHex } from '#engine/primitives/bytes.js';
import type { Fact } from '#engine/primitives/facts.js';
import type { Write } from '#engine/primitives/writes.js';
import { CommittedState } from '#engine/state/committedState.js';

const A: Address = `0x${'aa'.repeat(20)}`;
const B: Address = `0x${'bb'.repeat(20)}`;
const SLOT = bigIntToHex(1n, 32);

const base = new CommittedState({
  [A]: { balance: '0x64', nonce: '0x1', storage: { [SLOT]: '0x5' } },
});

const set = (value: bigint): Write => ({ kind: 'storage', address: A, slot: SLOT, value });
const move = (delta: bigint): Write => ({ kind: 'balance', address: A, delta });
const is = (value: bigint): Fact => ({ kind: 'storage', address: A, slot: SLOT, value });
const balance = (value: bigint): Fact => ({ kind: 'balance', address: A, value });
const atLeast = (amount: bigint, holds = true): Fact => ({
  kind: 'balance-at-least',
  address: A,
  amount,
  holds,
});

/** The history after transactions 0, 1, 2 ... that wrote this. */
function after(...writeSets: readonly (readonly Write[])[]): VersionHistory {
  const history = new VersionHistory(base);
  for (const [txIndex, writes] of writeSets.entries()) history.add(txIndex, writes);
  return history;
}

describe('the earliest version that satisfies a fact', () => {
  test('is the base, whoever wrote since, where the base does', () => {
    expect(after([set(7n)], [set(5n)]).earliest(is(5n))).toBe(BASE);
  });

  test('is the first writer of the value, not the last', () => {
    expect(after([set(7n)], [set(7n)], [set(8n)]).earliest(is(7n))).toBe(0);
  });

  test('is nobody where no version does', () => {
    expect(after([set(7n)]).earliest(is(9n))).toBeNull();
  });

  test('of a balance adds up deltas', () => {
    const history = after([move(10n)], [move(20n)], [move(-30n)]);
    expect(history.earliest(balance(100n))).toBe(BASE);
    expect(history.earliest(balance(110n))).toBe(0);
    expect(history.earliest(balance(130n))).toBe(1);
  });

  test('of being rich enough is the first payment that makes it so', () => {
    const history = after([move(10n)], [move(20n)], [move(50n)]);
    expect(history.earliest(atLeast(100n))).toBe(BASE);
    expect(history.earliest(atLeast(111n))).toBe(1);
    expect(history.earliest(atLeast(131n, false))).toBe(BASE);
  });

  test('of being too poor is the first payment away', () => {
    expect(after([move(10n)], [move(-20n)]).earliest(atLeast(95n, false))).toBe(1);
  });

  test('of a slot is cut by a destruction and by a creation', () => {
    const ends = (event: 'created' | 'destroyed'): Write => ({
      kind: 'lifecycle',
      address: A,
      event,
    });
    expect(after([set(6n)], [ends('destroyed')]).earliest(is(0n))).toBe(1);
    expect(after([ends('created')]).earliest(is(0n))).toBe(0);
    // What one transaction leaves is one version.
    expect(after([ends('created'), set(9n)]).earliest(is(0n))).toBeNull();
  });

  test('of existence and emptiness looks at all fields', () => {
    const pay: Write = { kind: 'balance', address: B, delta: 1n };
    const about = (kind: 'empty' | 'exists' | 'removable', holds: boolean): Fact => ({
      kind,
      address: B,
      holds,
    });
    const history = after([pay]);
    expect(history.earliest(about('exists', true))).toBe(0);
    expect(history.earliest(about('empty', true))).toBe(BASE);
    expect(history.earliest(about('empty', false))).toBe(0);
    expect(history.earliest(about('removable', false))).toBe(BASE);
  });

  test('of nonce and code is that of the destruction, once the account is gone', () => {
    const history = after(
      [{ kind: 'nonce', address: A, value: 2n }],
      [{ kind: 'lifecycle', address: A, event: 'destroyed' }],
    );
    expect(history.earliest({ kind: 'nonce', address: A, value: 1n })).toBe(BASE);
    expect(history.earliest({ kind: 'nonce', address: A, value: 2n })).toBe(0);
    expect(history.earliest({ kind: 'nonce', address: A, value: 0n })).toBe(1);
    expect(history.earliest({ kind: 'has-storage', address: A, holds: false })).toBe(1);
  });
});

/** 10 of body, a read of 1 in the middle of it that relies on `fact`, 2 to publish. */
const trace = (fact: Fact | null, writes: readonly Write[]): TransactionTrace => ({
  reads: [{ bodyBefore: 4, duration: 1, facts: fact === null ? [] : [fact] }],
  body: 10,
  publish: 2,
  writes,
});

describe('critical paths', () => {
  test('are the longest transaction where nobody waits', () => {
    const paths = criticalPaths([trace(is(5n), [set(5n)]), trace(is(5n), [])], base);
    expect(paths).toEqual({ byOperation: 13, byTransaction: 13, longest: 13, dependencies: 0 });
  });

  test('by operation wait at the read, by transaction before the start', () => {
    const chain = [trace(is(5n), [set(6n)]), trace(is(6n), [set(7n)]), trace(is(7n), [set(8n)])];
    // 4 + 1 + 6 + 2, then twice 6 of body after the read and 2 to publish.
    expect(criticalPaths(chain, base)).toEqual({
      byOperation: 13 + 8 + 8,
      byTransaction: 39,
      longest: 13,
      dependencies: 2,
    });
  });

  test('a fact that is not true of any version is no trace', () => {
    expect(() => criticalPaths([trace(is(6n), [])], base)).toThrow(/true of some version/);
  });

  test('work shared evenly is the other bound', () => {
    expect(lowerBound(90, 20, 3)).toBe(30);
    expect(lowerBound(90, 20, 30)).toBe(20);
  });
});
