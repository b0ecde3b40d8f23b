/**
 * All versions of a block's locations, in index order.
 *
 * Owns the question from which version on a fact could have been read. Versions are those of serial
 * execution: a balance is the sum of all deltas so far, a destruction takes all fields with it, a
 * creation clears storage. Told transaction by transaction, so that only what is below a reader is
 * in it.
 */
import type { Address, Bytes32 } from '../api/index.ts';
import { EMPTY_CODE_HASH } from '../primitives/emptyCode.ts';
import type { Fact } from '../primitives/facts.ts';
import { unreachable } from '../primitives/invariant.ts';
import type { AccountSnapshot } from '../primitives/reader.ts';
import type { Write, WriteSet } from '../primitives/writes.ts';

/** The state before the block. */
export interface HistoryBase {
  account(address: Address): AccountSnapshot;
  slot(address: Address, slot: Bytes32): bigint;
}

/** Stands for the state before the block where a writer is named. */
export const BASE = -1;

interface Version<Value> {
  readonly writer: number;
  readonly value: Value;
}

interface Fields {
  readonly nonce: bigint;
  readonly balance: bigint;
  readonly codeHash: Bytes32;
  /** Whether it is the account that existed before the block. */
  readonly keepsBase: boolean;
  /** Whether it has the storage of before the block, and that is not empty. */
  readonly hasStorage: boolean;
}

type StorageFact = Extract<Fact, { readonly kind: 'storage' }>;

/** Grows one transaction at a time. */
export class VersionHistory {
  readonly #base: HistoryBase;
  readonly #accounts = new Map<Address, Version<Fields>[]>();
  readonly #slots = new Map<Address, Map<Bytes32, Version<bigint>[]>>();
  /** Transactions that created or destroyed the account. */
  readonly #events = new Map<Address, number[]>();

  constructor(base: HistoryBase) {
    this.#base = base;
  }

  /** The first writer whose version satisfies the fact, `BASE`, or `null` where none does. */
  earliest(fact: Fact): number | null {
    const { address } = fact;
    const found =
      fact.kind === 'storage'
        ? this.#slot(address, fact.slot).find(({ value }) => value === fact.value)
        : this.#account(address).find(({ value }) => isTrueOf(fact, value));
    return found?.writer ?? null;
  }

  /** Adds the versions of the next transaction. */
  add(writer: number, writes: WriteSet): void {
    for (const write of writes) {
      if (write.kind === 'storage') {
        append(this.#slot(write.address, write.slot), { writer, value: write.value });
        continue;
      }
      const versions = this.#account(write.address);
      const before = versions.at(-1)?.value ?? ABSENT;
      if (write.kind === 'lifecycle') {
        this.#clearStorage(write.address, writer);
      }
      append(versions, { writer, value: changed(before, write) });
    }
  }

  #clearStorage(address: Address, writer: number): void {
    this.#events.set(address, [...(this.#events.get(address) ?? []), writer]);
    for (const versions of this.#slots.get(address)?.values() ?? []) {
      append(versions, { writer, value: 0n });
    }
  }

  #account(address: Address): Version<Fields>[] {
    const known = this.#accounts.get(address);
    if (known !== undefined) {
      return known;
    }
    const { nonce, balance, codeHash, exists, hasStorage } = this.#base.account(address);
    const value = { nonce, balance, codeHash, keepsBase: exists, hasStorage };
    const versions = [{ writer: BASE, value }];
    this.#accounts.set(address, versions);
    return versions;
  }

  #slot(address: Address, slot: Bytes32): Version<bigint>[] {
    const slots = this.#slots.get(address) ?? new Map<Bytes32, Version<bigint>[]>();
    this.#slots.set(address, slots);
    const known = slots.get(slot);
    if (known !== undefined) {
      return known;
    }
    const versions = [{ writer: BASE, value: this.#base.slot(address, slot) }];
    for (const writer of this.#events.get(address) ?? []) {
      append(versions, { writer, value: 0n });
    }
    slots.set(slot, versions);
    return versions;
  }
}

const ABSENT: Fields = {
  nonce: 0n,
  balance: 0n,
  codeHash: EMPTY_CODE_HASH,
  keepsBase: false,
  hasStorage: false,
};

/** What a transaction leaves is one version, in however many writes. */
function append<Value>(versions: Version<Value>[], version: Version<Value>): void {
  if (versions.at(-1)?.writer === version.writer) {
    versions.pop();
  }
  versions.push(version);
}

function changed(before: Fields, write: Exclude<Write, { readonly kind: 'storage' }>): Fields {
  switch (write.kind) {
    case 'lifecycle':
      return write.event === 'destroyed' ? ABSENT : { ...before, hasStorage: false };
    case 'balance':
      return { ...before, balance: before.balance + write.delta };
    case 'nonce':
      return { ...before, nonce: write.value };
    case 'code':
      return { ...before, codeHash: write.hash };
    default:
      return unreachable(write);
  }
}

function isTrueOf(fact: Exclude<Fact, StorageFact>, fields: Fields): boolean {
  const isEmpty =
    fields.nonce === 0n && fields.balance === 0n && fields.codeHash === EMPTY_CODE_HASH;
  switch (fact.kind) {
    case 'balance':
      return fields.balance === fact.value;
    case 'balance-at-least':
      return fields.balance >= fact.amount === fact.holds;
    case 'nonce':
      return fields.nonce === fact.value;
    case 'code':
      return fields.codeHash === fact.hash;
    case 'empty':
      return isEmpty === fact.holds;
    case 'exists':
      return (fields.keepsBase || !isEmpty) === fact.holds;
    case 'has-storage':
      return fields.hasStorage === fact.holds;
    case 'removable':
      return (fields.keepsBase && isEmpty) === fact.holds;
    default:
      return unreachable(fact);
  }
}
