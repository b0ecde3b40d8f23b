/**
 * The account object that `@ethereumjs/evm` holds: each getter records its own field, no more.
 *
 * ethereumjs reads whole accounts where it needs one field; a recording subclass tells them apart
 * without a patch. Reading `balance` is held back (deferred) until it is known what for: the check
 * before an inner call needs only "at least the value", an addition needs nothing at all.
 * One object lives from one `getAccount` to the next, as with ethereumjs' own caches; changes reach
 * the view when the object is put.
 */
import { Account, KECCAK256_NULL, KECCAK256_RLP, equalsBytes } from '@ethereumjs/util';

import { hexToBytes } from '../primitives/bytes.ts';
import { invariant } from '../primitives/invariant.ts';
import type { AccountView } from './accountView.ts';
import type { BalanceDeferral } from './balanceDeferral.ts';
import type { RecordingView } from './recordingView.ts';

/** Stands for "not the empty root" in the collision check of EIP-7610, the root's only reader. */
const SOME_STORAGE_ROOT = new Uint8Array(32).fill(0xff);

/** What the EVM gets for an address, absent accounts included. */
export class RecordingAccount extends Account {
  readonly #account: AccountView;
  readonly #deferral: BalanceDeferral;
  #pendingDelta = 0n;
  #pendingNonce: bigint | null = null;

  constructor(account: AccountView, deferral: BalanceDeferral) {
    super();
    this.#account = account;
    this.#deferral = deferral;
  }

  override get balance(): bigint {
    this.#deferral.begin(this, this.#account);
    return this.#currentBalance();
  }

  /** `x.balance += v`, the only form ethereumjs uses, is a change and not a read. */
  override set balance(value: bigint) {
    if (!this.#deferral.cancel(this)) {
      this.#account.readBalance();
    }
    this.#pendingDelta += value - this.#currentBalance();
  }

  override get nonce(): bigint {
    return this.#pendingNonce ?? this.#account.readNonce();
  }

  override set nonce(value: bigint) {
    this.#pendingNonce = value;
  }

  override get codeHash(): Uint8Array {
    return hexToBytes(this.#account.readCodeHash());
  }

  override set codeHash(_: Uint8Array) {
    invariant(false, 'code changes through putCode');
  }

  override get storageRoot(): Uint8Array {
    return this.#account.readHasStorage() ? SOME_STORAGE_ROOT : KECCAK256_RLP;
  }

  override set storageRoot(_: Uint8Array) {
    invariant(false, 'storage changes through putStorage');
  }

  override isContract(): boolean {
    return !equalsBytes(this.codeHash, KECCAK256_NULL);
  }

  /** Records emptiness alone, not the three fields it is made of. */
  override isEmpty(): boolean {
    if (this.#pendingDelta > 0n || (this.#pendingNonce ?? 0n) > 0n) {
      return false;
    }
    return this.#account.readEmpty();
  }

  /** Moves the changes made to this object into the view. */
  flush(view: RecordingView): void {
    if (this.#pendingDelta !== 0n) {
      view.move(this.#account, this.#pendingDelta);
      this.#pendingDelta = 0n;
    }
    if (this.#pendingNonce !== null) {
      view.setNonce(this.#account, this.#pendingNonce);
      this.#pendingNonce = null;
    }
  }

  #currentBalance(): bigint {
    return this.#account.base.balance + this.#account.delta + this.#pendingDelta;
  }
}
