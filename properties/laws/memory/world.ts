/**
 * The small world in which the law of memory is tried, and what a transaction may do in it.
 *
 * Owns the base state, the choice of accounts (one of each sort that memory treats differently),
 * and generators of write sets and of wishes for facts. Amounts are small, so that values meet
 * again by chance; some are so large that they need every bit of 256.
 */
import fc from 'fast-check';
import type { Address, Alloc, Bytes32 } from '#engine/api/index.js';
import { bytesToHex } from '#engine/primitives/bytes.js';
import type { Fact } from '#engine/primitives/facts.js';
import type { Write, WriteSet } from '#engine/primitives/writes.js';
import { keccak256 } from '#engine/state/keccak.js';

/** Transactions of the block. */
export const TX_COUNT = 10;

const CONTRACT: Address = `0x${'c0'.repeat(20)}`;
const RICH: Address = `0x${'f1'.repeat(20)}`;
const ABSENT: Address = `0x${'ab'.repeat(20)}`;
const EMPTY: Address = `0x${'e0'.repeat(20)}`;

/** Every account that is ever written or read. */
export const ADDRESSES: readonly Address[] = [CONTRACT, RICH, ABSENT, EMPTY];

/** Every slot, of each account. */
export const SLOTS: readonly Bytes32[] = [`0x${'00'.repeat(31)}07`, `0x${'fe'.repeat(32)}`];

/** Code that transactions deploy. */
export const CODES: readonly { readonly hash: Bytes32; readonly code: Uint8Array }[] = [
  Uint8Array.of(),
  Uint8Array.of(0x60, 0x01),
  new Uint8Array(301).fill(0x5b),
].map((code) => ({ code, hash: bytesToHex(keccak256(code)) }));

const HALF = 2n ** 255n;

/** The state before the block. */
export const BASE: Alloc = {
  [CONTRACT]: {
    balance: '0x64',
    nonce: '0x1',
    code: '0x6001',
    storage: { [SLOTS[0] ?? '0x']: `0x${'00'.repeat(31)}02` },
  },
  [RICH]: { balance: `0x${(HALF + 20n).toString(16)}` },
  [EMPTY]: { balance: '0x0' },
};

const address = fc.constantFrom(...ADDRESSES);
const small = fc.bigInt(0n, 3n);
const delta = fc.oneof(
  { weight: 16, arbitrary: fc.bigInt(-5n, 30n) },
  { weight: 1, arbitrary: fc.constantFrom(HALF + 2n, -HALF - 2n, 2n ** 64n, -(2n ** 64n)) },
);

/** What one transaction does to one account, in the order of a write set. */
const accountWrites: fc.Arbitrary<WriteSet> = fc
  .record({
    address,
    event: fc.constantFrom(null, null, null, 'created', 'destroyed'),
    delta: fc.option(delta, { freq: 4 }),
    nonce: fc.option(small, { freq: 2 }),
    code: fc.option(fc.constantFrom(...CODES), { freq: 2 }),
    slots: fc.uniqueArray(fc.tuple(fc.constantFrom(...SLOTS), small), {
      selector: ([slot]) => slot,
    }),
  })
  .map(({ address: of, event, delta: amount, nonce, code, slots }) => {
    const writes: Write[] = [];
    if (event !== null) writes.push({ kind: 'lifecycle', address: of, event });
    if (amount !== null) writes.push({ kind: 'balance', address: of, delta: amount });
    if (nonce !== null) writes.push({ kind: 'nonce', address: of, value: nonce });
    if (code !== null) writes.push({ kind: 'code', address: of, ...code });
    for (const [slot, value] of slots) writes.push({ kind: 'storage', address: of, slot, value });
    return writes;
  });

/** All that one transaction writes. */
export const writeSets: fc.Arbitrary<WriteSet> = fc
  .uniqueArray(accountWrites, { maxLength: 3, selector: (writes) => writes[0]?.address })
  .map((accounts) => accounts.flat());

/** A fact to rely on: as it is drawn, or made true of what is there when it is registered. */
export interface Wish {
  readonly fact: Fact;
  readonly isMadeTrue: boolean;
}

const fact: fc.Arbitrary<Fact> = fc.oneof(
  fc.record({ kind: fc.constant('balance'), address, value: fc.bigInt(-9n, 120n) }),
  fc.record({
    kind: fc.constant('balance-at-least'),
    address,
    amount: fc.oneof(fc.bigInt(0n, 130n), fc.constant(HALF)),
    holds: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('nonce'), address, value: small }),
  fc.record({
    kind: fc.constant('code'),
    address,
    hash: fc.constantFrom(...CODES.map(({ hash }) => hash)),
  }),
  fc.record({
    kind: fc.constant('storage'),
    address,
    slot: fc.constantFrom(...SLOTS),
    value: small,
  }),
  fc.record({
    kind: fc.constantFrom('empty', 'exists', 'has-storage', 'removable'),
    address,
    holds: fc.boolean(),
  }),
);

/** One question. */
export const wish: fc.Arbitrary<Wish> = fc.record({ fact, isMadeTrue: fc.boolean() });

/** All that one transaction wants to rely on, each question asked once. */
export const wishes: fc.Arbitrary<readonly Wish[]> = fc.uniqueArray(wish, {
  maxLength: 4,
  selector: ({ fact: one }) => one.kind + one.address + ('slot' in one ? one.slot : ''),
});
