/**
 * The recording view: everything one incarnation reads and changes.
 *
 * Owns the incarnation's accounts, the journal that undoes reverted frames, the touched accounts
 * (EIP-161) and, at the end, its read set and write set. Every read of state that an incarnation
 * makes goes through here, on every path, so that the read set is complete. Fresh per incarnation.
 * Does not know the EVM, nor whether its reader is committed state or multi-version memory.
 */
import type { Address, Bytes32 } from '../api/index.ts';
import { bytesToHex } from '../primitives/bytes.ts';
import type { Fact, ReadSet } from '../primitives/facts.ts';
import { invariant } from '../primitives/invariant.ts';
import type { StateReader } from '../primitives/reader.ts';
import type { TouchLog } from '../primitives/touches.ts';
import type { WriteSet } from '../primitives/writes.ts';
import { EMPTY_CODE_HASH } from '../primitives/emptyCode.ts';
import { keccak256 } from '../state/keccak.ts';
import { AccountView } from './accountView.ts';

/** Either now or later: whether a read has to wait is the reader's affair. */
export type Awaitable<T> = T | Promise<T>;

/** Reads and writes of one incarnation. */
export class RecordingView {
  readonly #reader: StateReader;
  readonly #accounts = new Map<Address, AccountView>();
  readonly #touched = new Set<Address>();
  readonly #undo: (() => void)[] = [];
  readonly #checkpoints: number[] = [];

  constructor(reader: StateReader) {
    this.#reader = reader;
  }

  /** The account at `address`; observes nothing yet. */
  account(address: Address): Awaitable<AccountView> {
    const known = this.#accounts.get(address);
    if (known !== undefined) {
      return known;
    }
    const base = this.#reader.account(address);
    return base instanceof Promise
      ? base.then((snapshot) => this.#keep(address, new AccountView(address, snapshot)))
      : this.#keep(address, new AccountView(address, base));
  }

  /** The code now at `account`. */
  code(account: AccountView): Awaitable<Uint8Array> {
    const hash = account.readCodeHash();
    return account.ownCode?.bytes ?? this.#reader.code(hash);
  }

  /** The value now in `slot`. */
  slot(account: AccountView, slot: Bytes32): Awaitable<bigint> {
    return account.ownSlots.get(slot) ?? this.originalSlot(account, slot);
  }

  /** The value in `slot` when the transaction began (EIP-2200). */
  originalSlot(account: AccountView, slot: Bytes32): Awaitable<bigint> {
    if (account.isCreated) {
      return 0n;
    }
    const known = account.baseSlots.get(slot);
    if (known !== undefined) {
      return known;
    }
    const value = this.#reader.slot(account.address, slot);
    return value instanceof Promise
      ? value.then((ready) => keepSlot(account, slot, ready))
      : keepSlot(account, slot, value);
  }

  /** Moves the balance by `delta` wei without reading it. */
  move(account: AccountView, delta: bigint): void {
    const before = account.delta;
    account.delta += delta;
    this.#undo.push(() => {
      account.delta = before;
    });
  }

  setNonce(account: AccountView, nonce: bigint): void {
    const before = account.ownNonce;
    account.ownNonce = nonce;
    this.#undo.push(() => {
      account.ownNonce = before;
    });
  }

  setCode(account: AccountView, bytes: Uint8Array): void {
    const before = account.ownCode;
    const hash = bytes.length === 0 ? EMPTY_CODE_HASH : bytesToHex(keccak256(bytes));
    account.ownCode = { hash, bytes };
    this.#undo.push(() => {
      account.ownCode = before;
    });
  }

  setSlot(account: AccountView, slot: Bytes32, value: bigint): void {
    const before = account.ownSlots.get(slot);
    account.ownSlots.set(slot, value);
    this.#undo.push(() => {
      if (before === undefined) {
        account.ownSlots.delete(slot);
      } else {
        account.ownSlots.set(slot, before);
      }
    });
  }

  /** Marks a contract creation: the account's storage begins empty. */
  create(account: AccountView): void {
    const before = account.isCreated;
    account.isCreated = true;
    this.#undo.push(() => {
      account.isCreated = before;
    });
  }

  /** Takes the account away at the end of the transaction. Not undone. */
  destroy(account: AccountView): void {
    account.isDestroyed = true;
  }

  /** Remembers that `address` was part of a state change, be it of nothing (EIP-161). */
  touch(address: Address): void {
    this.#touched.add(address);
  }

  /** Deletes what was touched and is empty (EIP-161, state clearing). */
  async removeTouchedEmpty(): Promise<void> {
    for (const address of this.#touched) {
      const account = await this.account(address);
      if (!account.isDestroyed && account.readRemovable()) {
        this.destroy(account);
      }
    }
  }

  checkpoint(): void {
    this.#checkpoints.push(this.#undo.length);
  }

  commitCheckpoint(): void {
    this.#popCheckpoint();
  }

  revertCheckpoint(): void {
    const mark = this.#popCheckpoint();
    while (this.#undo.length > mark) {
      this.#undo.pop()?.();
    }
  }

  /** Ends the incarnation: all it relied on, changed and came by, sorted by account. */
  finish(): { readonly reads: ReadSet; readonly writes: WriteSet; readonly touches: TouchLog } {
    invariant(this.#checkpoints.length === 0, 'every checkpoint is closed when a view ends', {
      open: this.#checkpoints.length,
    });
    const accounts = [...this.#accounts.values()].sort((a, b) => (a.address < b.address ? -1 : 1));
    const writes = accounts.flatMap((account) => account.writes());
    const reads: Fact[] = accounts.flatMap((account) => account.facts());
    const touches = accounts.map(({ address, touchedSlots: slots }) => ({ address, slots }));
    return { reads, writes, touches };
  }

  #keep(address: Address, account: AccountView): AccountView {
    this.#accounts.set(address, account);
    return account;
  }

  #popCheckpoint(): number {
    const mark = this.#checkpoints.pop();
    invariant(mark !== undefined, 'a checkpoint is closed only while one is open');
    return mark;
  }
}

function keepSlot(account: AccountView, slot: Bytes32, value: bigint): bigint {
  account.baseSlots.set(slot, value);
  return value;
}
