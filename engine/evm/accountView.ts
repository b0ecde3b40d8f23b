/**
 * One account as one incarnation sees it.
 *
 * Owns the fields observed (the base, captured once), the incarnation's own changes on top, and how
 * strongly each field was used. Uses only grow, even when the frame that made them reverts: a
 * reverted frame has still spent gas that depended on what it saw. Changes are undone by the view.
 *
 * Balances are kept as captured + delta, so that a payment needs no read.
 */
import type { Address, Bytes32 } from '../api/index.ts';
import type { Fact } from '../primitives/facts.ts';
import type { AccountSnapshot } from '../primitives/reader.ts';
import type { Write } from '../primitives/writes.ts';
import { EMPTY_CODE_HASH } from '../primitives/emptyCode.ts';

/** Code that the incarnation put into an account. */
export interface OwnCode {
  readonly hash: Bytes32;
  readonly bytes: Uint8Array;
}

/** The strongest use made of the base balance: what later transactions must not change. */
interface BalanceUse {
  exact: boolean;
  /** The base balance is known to be at least this many wei. */
  atLeast: bigint;
  /** The base balance is known to be less than this many wei, when not null. */
  lessThan: bigint | null;
}

/** Observations and changes of one account within one incarnation. */
export class AccountView {
  readonly address: Address;
  readonly base: AccountSnapshot;

  /** Own change of the balance, in wei. */
  delta = 0n;
  ownNonce: bigint | null = null;
  ownCode: OwnCode | null = null;
  /** Whether this incarnation created a contract here. */
  isCreated = false;
  /** Whether this incarnation destroyed the account; the last thing that happens to it. */
  isDestroyed = false;
  readonly ownSlots: Map<Bytes32, bigint> = new Map();
  readonly baseSlots: Map<Bytes32, bigint> = new Map();

  readonly #balance: BalanceUse = { exact: false, atLeast: 0n, lessThan: null };
  readonly #used = new Set<'nonce' | 'code' | 'empty' | 'exists' | 'has-storage' | 'removable'>();

  constructor(address: Address, base: AccountSnapshot) {
    this.address = address;
    this.base = base;
  }

  /** Slots that were read or written, ascending. */
  get touchedSlots(): Bytes32[] {
    return [...new Set([...this.baseSlots.keys(), ...this.ownSlots.keys()])].sort();
  }

  /** Exact balance in wei, own changes included. */
  readBalance(): bigint {
    this.#balance.exact = true;
    return this.base.balance + this.delta;
  }

  /** Whether the balance, own changes included, is at least `amount` wei. */
  hasAtLeast(amount: bigint): boolean {
    const needed = amount - this.delta;
    if (needed <= 0n) {
      return true;
    }
    const holds = this.base.balance >= needed;
    const use = this.#balance;
    if (holds) {
      use.atLeast = needed > use.atLeast ? needed : use.atLeast;
    } else {
      use.lessThan = use.lessThan === null || needed < use.lessThan ? needed : use.lessThan;
    }
    return holds;
  }

  readNonce(): bigint {
    if (this.ownNonce !== null) {
      return this.ownNonce;
    }
    this.#used.add('nonce');
    return this.base.nonce;
  }

  readCodeHash(): Bytes32 {
    if (this.ownCode !== null) {
      return this.ownCode.hash;
    }
    this.#used.add('code');
    return this.base.codeHash;
  }

  /** Whether the account has a leaf in the state trie, by this incarnation's writes if need be. */
  readExists(): boolean {
    if (this.#isFilledByOwnWrites()) {
      return true;
    }
    this.#used.add('exists');
    return this.base.exists;
  }

  /** Whether any slot is not zero (EIP-7610). */
  readHasStorage(): boolean {
    if (this.isCreated) {
      return [...this.ownSlots.values()].some((value) => value !== 0n);
    }
    this.#used.add('has-storage');
    return this.base.hasStorage;
  }

  /** Whether nonce, balance and code are zero or empty (EIP-161), own changes included. */
  readEmpty(): boolean {
    if (this.#isFilledByOwnWrites() || this.#isFilledByKnownCode()) {
      return false;
    }
    if (this.delta === 0n && this.ownNonce === null && this.ownCode === null) {
      this.#used.add('empty');
      return isEmpty(this.base);
    }
    return (
      this.readNonce() === 0n &&
      this.readBalance() === 0n &&
      this.readCodeHash() === EMPTY_CODE_HASH
    );
  }

  /** Whether a touch deletes the account at the end of the transaction (EIP-161). */
  readRemovable(): boolean {
    if (this.#isFilledByOwnWrites() || this.#isFilledByKnownCode()) {
      return false;
    }
    if (this.delta === 0n && this.ownNonce === null && this.ownCode === null) {
      this.#used.add('removable');
      return this.base.exists && isEmpty(this.base);
    }
    return this.readEmpty() && this.readExists();
  }

  /** What the incarnation relied on here; complete only after `writes`. */
  facts(): Fact[] {
    const { address, base } = this;
    const facts: Fact[] = this.#balanceFacts();
    if (this.#used.has('nonce')) {
      facts.push({ kind: 'nonce', address, value: base.nonce });
    }
    if (this.#used.has('code')) {
      facts.push({ kind: 'code', address, hash: base.codeHash });
    }
    if (this.#used.has('empty')) {
      facts.push({ kind: 'empty', address, holds: isEmpty(base) });
    }
    if (this.#used.has('exists')) {
      facts.push({ kind: 'exists', address, holds: base.exists });
    }
    if (this.#used.has('has-storage')) {
      facts.push({ kind: 'has-storage', address, holds: base.hasStorage });
    }
    if (this.#used.has('removable')) {
      facts.push({ kind: 'removable', address, holds: base.exists && isEmpty(base) });
    }
    for (const [slot, value] of this.baseSlots) {
      facts.push({ kind: 'storage', address, slot, value });
    }
    return facts;
  }

  /** What the incarnation changed here, no-op writes left out. */
  writes(): Write[] {
    const { address } = this;
    if (this.isDestroyed) {
      return [{ kind: 'lifecycle', address, event: 'destroyed' }];
    }
    const writes: Write[] = [];
    if (this.isCreated) {
      writes.push({ kind: 'lifecycle', address, event: 'created' });
    }
    if (this.delta !== 0n) {
      writes.push({ kind: 'balance', address, delta: this.delta });
    }
    writes.push(...this.#nonceWrites(), ...this.#codeWrites(), ...this.#storageWrites());
    return writes;
  }

  #nonceWrites(): Write[] {
    const { address, ownNonce, base } = this;
    if (ownNonce === null) {
      return [];
    }
    if (ownNonce === base.nonce) {
      // Left out as a no-op: true only as long as the nonce is what it was.
      this.#used.add('nonce');
      return [];
    }
    return [{ kind: 'nonce', address, value: ownNonce }];
  }

  #codeWrites(): Write[] {
    const { address, ownCode, base } = this;
    if (ownCode === null) {
      return [];
    }
    if (ownCode.hash === base.codeHash) {
      // Left out as a no-op: true only as long as the code is what it was.
      this.#used.add('code');
      return [];
    }
    return [{ kind: 'code', address, hash: ownCode.hash, code: ownCode.bytes }];
  }

  #storageWrites(): Write[] {
    const { address } = this;
    const writes: Write[] = [];
    for (const [slot, value] of this.ownSlots) {
      if (value !== (this.isCreated ? 0n : this.baseSlots.get(slot))) {
        writes.push({ kind: 'storage', address, slot, value });
      }
    }
    return writes;
  }

  #balanceFacts(): Fact[] {
    const { address, base } = this;
    const { exact, atLeast, lessThan } = this.#balance;
    if (exact) {
      return [{ kind: 'balance', address, value: base.balance }];
    }
    const facts: Fact[] = [];
    if (atLeast > 0n) {
      facts.push({ kind: 'balance-at-least', address, amount: atLeast, holds: true });
    }
    if (lessThan !== null) {
      facts.push({ kind: 'balance-at-least', address, amount: lessThan, holds: false });
    }
    return facts;
  }

  #isFilledByOwnWrites(): boolean {
    return (
      this.delta > 0n ||
      (this.ownNonce !== null && this.ownNonce > 0n) ||
      (this.ownCode !== null && this.ownCode.bytes.length > 0)
    );
  }

  /** Code that was observed anyway answers for free. */
  #isFilledByKnownCode(): boolean {
    return (
      this.ownCode === null && this.#used.has('code') && this.base.codeHash !== EMPTY_CODE_HASH
    );
  }
}

function isEmpty({ nonce, balance, codeHash }: AccountSnapshot): boolean {
  return nonce === 0n && balance === 0n && codeHash === EMPTY_CODE_HASH;
}
