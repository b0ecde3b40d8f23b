/**
 * What multi-version memory is, said as simply as possible.
 *
 * Owns one list of writes a transaction and answers every question by replaying them in index
 * order, from the base state, each time anew: no links, no caches, no records. A value that depends
 * on an estimate is unknown, and carries every writer it waits for.
 */
import type { Address, Bytes32 } from '#engine/api/index.js';
import { EMPTY_CODE_HASH } from '#engine/primitives/emptyCode.js';
import type { Fact, ReadSet } from '#engine/primitives/facts.js';
import type { Write, WriteSet } from '#engine/primitives/writes.js';
import { CommittedState } from '#engine/state/committedState.js';
import { ADDRESSES, BASE, SLOTS, TX_COUNT } from './world.ts';

/** Known, or waiting for some of the writers named. */
export type Answer<T> = { readonly value: T } | { readonly waitsFor: ReadonlySet<number> };

/** What a transaction's last incarnation left. */
interface Entry {
  readonly reads: ReadSet;
  readonly writes: WriteSet;
  readonly isEstimate: boolean;
}

/** One account as a transaction sees it. */
export interface ModelAccount {
  balance: Answer<bigint>;
  nonce: Answer<bigint>;
  codeHash: Answer<Bytes32>;
  hasStorage: Answer<boolean>;
  /** Whether the account that was there before the block is still that one. */
  keepsBase: Answer<boolean>;
  readonly slots: Map<Bytes32, Answer<bigint>>;
}

const NOTHING: Entry = { reads: [], writes: [], isEstimate: false };

/** The memory of one block. */
export class ModelMemory {
  readonly #base = new CommittedState(BASE);
  readonly #entries = new Map<number, Entry>();
  finalEnd = 0;

  entry(txIndex: number): Entry {
    return this.#entries.get(txIndex) ?? NOTHING;
  }

  /** Returns whether it wrote where the transaction had not written before. */
  publish(txIndex: number, reads: ReadSet, writes: WriteSet): boolean {
    const before = this.entry(txIndex).writes.map(placeOf);
    this.#entries.set(txIndex, { reads, writes, isEstimate: false });
    return writes.some((write) => !before.includes(placeOf(write)));
  }

  markEstimates(txIndex: number): void {
    this.#entries.set(txIndex, { ...this.entry(txIndex), isEstimate: true });
  }

  /** The account just below `txIndex`. */
  account(txIndex: number, address: Address): ModelAccount {
    const base = this.#base.account(address);
    const account: ModelAccount = {
      balance: { value: base.balance },
      nonce: { value: base.nonce },
      codeHash: { value: base.codeHash },
      hasStorage: { value: base.hasStorage },
      keepsBase: { value: base.exists },
      slots: new Map(SLOTS.map((slot) => [slot, { value: this.#base.slot(address, slot) }])),
    };
    for (let writer = 0; writer < txIndex; writer += 1) {
      const { writes, isEstimate } = this.entry(writer);
      for (const write of writes.filter((one) => one.address === address)) {
        if (isEstimate) expect(account, write, writer);
        else apply(account, write);
      }
    }
    return account;
  }

  /** Whether the fact is known to be true just below `txIndex`. */
  factHolds(txIndex: number, fact: Fact): boolean {
    const observed = observe(this.account(txIndex, fact.address), fact);
    return 'value' in observed && observed.value;
  }

  holds(txIndex: number): boolean {
    return this.entry(txIndex).reads.every((fact) => this.factHolds(txIndex, fact));
  }

  /** Facts of higher transactions that one of this transaction's writes can break. */
  readersOf(txIndex: number): readonly { readonly txIndex: number; readonly fact: Fact }[] {
    const { writes } = this.entry(txIndex);
    const above = Array.from({ length: TX_COUNT }, (_, reader) => reader).slice(txIndex + 1);
    return above.flatMap((reader) =>
      this.entry(reader)
        .reads.filter((fact) => writes.some((write) => canBreak(write, fact)))
        .map((fact) => ({ txIndex: reader, fact })),
    );
  }

  /** Whether the next transaction is published, is not to run again, and nobody is in debt. */
  canAdvance(): boolean {
    const next = this.#entries.get(this.finalEnd);
    if (next === undefined || (next.isEstimate && next.writes.length > 0)) return false;
    const after = ADDRESSES.map((address) => this.account(this.finalEnd + 1, address));
    return after.every(({ balance }) => 'value' in balance && isAmount(balance.value));
  }
}

/** A string that only writes to one location share. */
export function placeOf(write: Write): string {
  return write.kind + write.address + (write.kind === 'storage' ? write.slot : '');
}

function isAmount(balance: bigint): boolean {
  return balance >= 0n && balance < 2n ** 256n;
}

function apply(account: ModelAccount, write: Write): void {
  switch (write.kind) {
    case 'lifecycle':
      account.hasStorage = { value: false };
      for (const slot of SLOTS) account.slots.set(slot, { value: 0n });
      if (write.event === 'created') return;
      account.balance = { value: 0n };
      account.nonce = { value: 0n };
      account.codeHash = { value: EMPTY_CODE_HASH };
      account.keepsBase = { value: false };
      return;
    case 'balance':
      account.balance = map(account.balance, (balance) => balance + write.delta);
      return;
    case 'nonce':
      account.nonce = { value: write.value };
      return;
    case 'code':
      account.codeHash = { value: write.hash };
      return;
    case 'storage':
      account.slots.set(write.slot, { value: write.value });
  }
}

/** An estimate: the location will be written anew, and nobody knows with what. */
function expect(account: ModelAccount, write: Write, writer: number): void {
  switch (write.kind) {
    case 'lifecycle':
      account.balance = blur(account.balance, writer);
      account.nonce = blur(account.nonce, writer);
      account.codeHash = blur(account.codeHash, writer);
      account.keepsBase = blur(account.keepsBase, writer);
      account.hasStorage = blur(account.hasStorage, writer);
      for (const [slot, value] of account.slots) account.slots.set(slot, blur(value, writer));
      return;
    case 'balance':
      account.balance = blur(account.balance, writer);
      return;
    case 'nonce':
      account.nonce = { waitsFor: new Set([writer]) };
      return;
    case 'code':
      account.codeHash = { waitsFor: new Set([writer]) };
      return;
    case 'storage':
      account.slots.set(write.slot, { waitsFor: new Set([writer]) });
  }
}

function blur<T>(answer: Answer<T>, writer: number): Answer<T> {
  return { waitsFor: new Set([...('value' in answer ? [] : answer.waitsFor), writer]) };
}

/** Whether the fact is true of the account. */
export function observe(account: ModelAccount, fact: Fact): Answer<boolean> {
  switch (fact.kind) {
    case 'balance':
      return map(account.balance, (balance) => balance === fact.value);
    case 'balance-at-least':
      return map(account.balance, (balance) => balance >= fact.amount === fact.holds);
    case 'nonce':
      return map(account.nonce, (nonce) => nonce === fact.value);
    case 'code':
      return map(account.codeHash, (hash) => hash === fact.hash);
    case 'storage':
      return map(account.slots.get(fact.slot) ?? { value: 0n }, (value) => value === fact.value);
    case 'empty':
      return map(isEmpty(account), (empty) => empty === fact.holds);
    case 'exists':
      return map(exists(account), (there) => there === fact.holds);
    case 'has-storage':
      return map(account.hasStorage, (has) => has === fact.holds);
    case 'removable':
      return map(both(account.keepsBase, isEmpty(account)), (can) => can === fact.holds);
  }
}

/** The fact as it is true of the account; `null` when nobody knows it yet. */
export function madeTrue(account: ModelAccount, fact: Fact): Fact | null {
  if (fact.kind === 'balance') {
    return 'value' in account.balance ? { ...fact, value: account.balance.value } : null;
  }
  if (fact.kind === 'nonce') {
    return 'value' in account.nonce ? { ...fact, value: account.nonce.value } : null;
  }
  if (fact.kind === 'code') {
    return 'value' in account.codeHash ? { ...fact, hash: account.codeHash.value } : null;
  }
  if (fact.kind === 'storage') {
    const value = account.slots.get(fact.slot);
    return value !== undefined && 'value' in value ? { ...fact, value: value.value } : null;
  }
  const isTrue = observe(account, fact);
  return 'value' in isTrue ? { ...fact, holds: fact.holds === isTrue.value } : null;
}

/** Whether the account has a leaf in the trie: it kept its own, or is something by now. */
export function exists(account: ModelAccount): Answer<boolean> {
  return not(both(not(account.keepsBase), isEmpty(account)));
}

function isEmpty({ nonce, codeHash, balance }: ModelAccount): Answer<boolean> {
  return both(
    map(nonce, (value) => value === 0n),
    both(
      map(codeHash, (hash) => hash === EMPTY_CODE_HASH),
      map(balance, (value) => value === 0n),
    ),
  );
}

function map<T, U>(answer: Answer<T>, change: (value: T) => U): Answer<U> {
  return 'value' in answer ? { value: change(answer.value) } : answer;
}

function not(answer: Answer<boolean>): Answer<boolean> {
  return map(answer, (value) => !value);
}

/** And, of which one side alone can be known to be false. */
function both(left: Answer<boolean>, right: Answer<boolean>): Answer<boolean> {
  if ('value' in left && 'value' in right) return { value: left.value && right.value };
  if ('value' in left) return left.value ? right : left;
  if ('value' in right) return right.value ? left : right;
  return { waitsFor: new Set([...left.waitsFor, ...right.waitsFor]) };
}

/** Which writes concern a fact at all. */
function canBreak(write: Write, fact: Fact): boolean {
  if (write.address !== fact.address) return false;
  if (write.kind === 'lifecycle') return true;
  switch (fact.kind) {
    case 'balance':
    case 'balance-at-least':
      return write.kind === 'balance';
    case 'nonce':
    case 'code':
      return write.kind === fact.kind;
    case 'storage':
      return write.kind === 'storage' && write.slot === fact.slot;
    case 'empty':
    case 'exists':
    case 'removable':
      return write.kind !== 'storage';
    case 'has-storage':
      return false;
  }
}
