/**
 * The recording view in the shape that `@ethereumjs/evm` wants: a state manager.
 *
 * Owns translation only: ethereumjs' addresses and bytes to the view's keys and numbers. Every
 * method that is not part of a held-back balance read confirms it. One instance serves one EVM for
 * its whole life; `begin` gives it the view of the next incarnation.
 */
import type { AccountFields, StateManagerInterface } from '@ethereumjs/common';
import type { Account, Address as EthereumJSAddress } from '@ethereumjs/util';

import type { Bytes32 } from '../api/index.ts';
import {
  bigIntToHex,
  bytesToBigInt,
  bytesToHex,
  hexToBytes,
  padBytes,
} from '../primitives/bytes.ts';
import { InvariantError, invariant } from '../primitives/invariant.ts';
import type { AccountView } from './accountView.ts';
import { BalanceDeferral } from './balanceDeferral.ts';
import { RecordingAccount } from './recordingAccount.ts';
import type { RecordingView, Awaitable } from './recordingView.ts';

/** A state manager over one incarnation's view at a time. */
export class ViewStateManager implements StateManagerInterface {
  readonly deferral: BalanceDeferral = new BalanceDeferral();
  /** Values of slots when the transaction began, for the gas of `SSTORE` (EIP-2200). */
  readonly originalStorageCache: StateManagerInterface['originalStorageCache'] = {
    get: async (address, key) => {
      const account = await this.#account(address);
      return toSlotBytes(await this.view.originalSlot(account, toSlot(key)));
    },
    clear: () => undefined,
  };
  #view: RecordingView | null = null;

  /** Starts an incarnation on a fresh view. */
  begin(view: RecordingView): void {
    this.deferral.weaken(0n);
    this.#view = view;
  }

  get view(): RecordingView {
    invariant(this.#view !== null, 'an incarnation has begun');
    return this.#view;
  }

  /** The view's account at `address`, for the rules that bypass the account object. */
  account(address: EthereumJSAddress): Awaitable<AccountView> {
    return this.#account(address);
  }

  /** Never undefined: an absent account is all zero, and asking whether it is empty is a fact. */
  async getAccount(address: EthereumJSAddress): Promise<Account> {
    return new RecordingAccount(await this.#account(address), this.deferral);
  }

  async putAccount(_address: EthereumJSAddress, account?: Account): Promise<void> {
    invariant(account instanceof RecordingAccount, 'only accounts of this view are put');
    account.flush(this.view);
  }

  deleteAccount(): Promise<void> {
    return outside('deleteAccount');
  }

  async modifyAccountFields(address: EthereumJSAddress, fields: AccountFields): Promise<void> {
    const { balance, ...others } = fields;
    invariant(
      balance !== undefined && Object.keys(others).length === 0,
      'only the balance is modified in place',
      { fields: Object.keys(fields) },
    );
    const account = await this.#account(address);
    this.view.move(account, balance - account.readBalance());
  }

  async putCode(address: EthereumJSAddress, code: Uint8Array): Promise<void> {
    this.view.setCode(await this.#account(address), code);
  }

  async getCode(address: EthereumJSAddress): Promise<Uint8Array> {
    return this.view.code(await this.#account(address));
  }

  async getCodeSize(address: EthereumJSAddress): Promise<number> {
    return (await this.getCode(address)).length;
  }

  async getStorage(address: EthereumJSAddress, key: Uint8Array): Promise<Uint8Array> {
    const account = await this.#account(address);
    return toSlotBytes(await this.view.slot(account, toSlot(key)));
  }

  async putStorage(address: EthereumJSAddress, key: Uint8Array, value: Uint8Array): Promise<void> {
    this.view.setSlot(await this.#account(address), toSlot(key), bytesToBigInt(value));
  }

  /** ethereumjs clears storage where a contract is created, and nowhere else. */
  async clearStorage(address: EthereumJSAddress): Promise<void> {
    this.view.create(await this.#account(address));
  }

  async checkpoint(): Promise<void> {
    this.view.checkpoint();
  }

  async commit(): Promise<void> {
    this.view.commitCheckpoint();
  }

  async revert(): Promise<void> {
    this.view.revertCheckpoint();
  }

  getStateRoot(): Promise<Uint8Array> {
    return outside('getStateRoot');
  }

  setStateRoot(): Promise<void> {
    return outside('setStateRoot');
  }

  hasStateRoot(): Promise<boolean> {
    return outside('hasStateRoot');
  }

  clearCaches(): void {
    // The view is the only cache, and it ends with the incarnation.
  }

  shallowCopy(): StateManagerInterface {
    throw new InvariantError('a view is not copied');
  }

  #account(address: EthereumJSAddress): Awaitable<AccountView> {
    this.deferral.confirm();
    return this.view.account(bytesToHex(address.bytes));
  }
}

function outside(method: string): Promise<never> {
  return Promise.reject(new InvariantError('a view has no state of its own', { method }));
}

function toSlot(key: Uint8Array): Bytes32 {
  return bytesToHex(padBytes(key, 32));
}

function toSlotBytes(value: bigint): Uint8Array {
  return hexToBytes(bigIntToHex(value, 32));
}
