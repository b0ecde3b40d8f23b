/**
 * As much of a VM's state as a block has asked for.
 *
 * Owns the places that are known so far. A state manager answers for one place at a time, and its
 * trie does not tell which places there are; an engine wants a state. So the block is executed on
 * what is known, and what it read beyond that is fetched, until it reads nothing unknown: then the
 * result is the one on the whole state, since execution is a function of what it reads.
 */
import {
  bytesToBigInt,
  bytesToHex,
  createAddressFromString,
  equalsBytes,
  hexToBytes,
  KECCAK256_NULL,
  KECCAK256_RLP,
  setLengthLeft,
} from '@ethereumjs/util';
import type { StateManagerInterface } from '@ethereumjs/common';
import type {
  Address,
  Alloc,
  AllocAccount,
  Bytes32,
  TransactionAccesses,
} from '#engine/api/index.js';

import { quantity } from '#fixtures/official/alloc.js';
import { StockOnly } from './stockOnly.ts';

/** What is known of one account; `null` where it does not exist. */
interface Known {
  readonly account: Omit<AllocAccount, 'storage'> | null;
  readonly slots: Map<Bytes32, Bytes32>;
}

const WORD_BYTES = 32;

/** Collects places of a state manager. */
export class PartialState {
  readonly #manager: StateManagerInterface;
  readonly #accounts = new Map<Address, Known>();

  constructor(manager: StateManagerInterface) {
    this.#manager = manager;
  }

  /** What is known, as a state of its own. */
  alloc(): Alloc {
    const accounts = [...this.#accounts].flatMap(([address, { account, slots }]) =>
      account === null ? [] : [[address, { ...account, storage: nonZero(slots) }] as const],
    );
    return Object.fromEntries(accounts);
  }

  /** Fetches an account with its code, unless it is known. Resolves with whether it was not. */
  async wantAccount(address: Address): Promise<boolean> {
    if (this.#accounts.has(address)) return false;
    const stock = createAddressFromString(address);
    const account = await this.#manager.getAccount(stock);
    if (account === undefined) {
      this.#accounts.set(address, { account: null, slots: new Map() });
      return true;
    }
    const hasCode = !equalsBytes(account.codeHash, KECCAK256_NULL);
    const code = hasCode ? await this.#manager.getCode(stock) : new Uint8Array(0);
    const isBare = !hasCode && account.nonce === 0n;
    if (isBare && !equalsBytes(account.storageRoot, KECCAK256_RLP)) {
      throw new StockOnly('an account has storage, and neither code nor nonce');
    }
    const { balance, nonce } = account;
    const known = { balance: quantity(balance), nonce: quantity(nonce), code: bytesToHex(code) };
    this.#accounts.set(address, { account: known, slots: new Map() });
    return true;
  }

  /** Fetches a slot, unless it is known. */
  async wantSlot(address: Address, slot: Bytes32): Promise<boolean> {
    const isNew = await this.wantAccount(address);
    const known = this.#accounts.get(address);
    if (known === undefined || known.slots.has(slot)) return isNew;
    if (known.account === null) return isNew;
    const stock = createAddressFromString(address);
    const value = await this.#manager.getStorage(stock, hexToBytes(slot));
    known.slots.set(slot, bytesToHex(setLengthLeft(value, WORD_BYTES)));
    return true;
  }

  /** The value of a slot that is known, 0 for any other. */
  slot(address: Address, slot: Bytes32): bigint {
    const value = this.#accounts.get(address)?.slots.get(slot);
    return value === undefined ? 0n : bytesToBigInt(hexToBytes(value));
  }

  /** Fetches all that transactions read or came by. Resolves with whether any of it was unknown. */
  async wantAccesses(transactions: readonly TransactionAccesses[]): Promise<boolean> {
    let isNew = false;
    for (const { reads, writes, touched = [] } of transactions) {
      for (const { location } of [...reads, ...writes]) {
        isNew = (await this.wantAccount(location.address)) || isNew;
        if (location.kind !== 'storage') continue;
        isNew = (await this.wantSlot(location.address, location.slot)) || isNew;
      }
      for (const { address, slots } of touched) {
        isNew = (await this.wantAccount(address)) || isNew;
        for (const slot of slots) isNew = (await this.wantSlot(address, slot)) || isNew;
      }
    }
    return isNew;
  }
}

function nonZero(slots: ReadonlyMap<Bytes32, Bytes32>): Readonly<Record<Bytes32, Bytes32>> {
  return Object.fromEntries([...slots].filter(([, value]) => BigInt(value) !== 0n));
}
