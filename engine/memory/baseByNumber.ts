/**
 * The state before the block, asked by the numbers of accounts and slots.
 *
 * Owns what one thread has been answered: the base does not change within a block, and to ask it
 * again takes names. Does not know versions.
 */
import { invariant } from '../primitives/invariant.ts';
import type { AccountSnapshot } from '../primitives/reader.ts';
import type { LoadCount } from './loadCount.ts';
import type { LocationTable } from './locationTable.ts';
import type { BaseState } from './resolve.ts';

/** An account before the block. */
export interface BaseAccount extends Omit<AccountSnapshot, 'codeHash'> {
  /** As a number. */
  readonly codeHash: bigint;
}

/** One thread's view of the base. */
export class BaseByNumber {
  readonly #base: BaseState;
  readonly #locations: LocationTable;
  readonly #loads: LoadCount;
  readonly #accounts = new Map<number, BaseAccount>();
  readonly #slots = new Map<number, bigint>();

  constructor(base: BaseState, locations: LocationTable, loads: LoadCount) {
    this.#base = base;
    this.#locations = locations;
    this.#loads = loads;
  }

  account(number: number): BaseAccount {
    const known = this.#accounts.get(number);
    if (known !== undefined) {
      return known;
    }
    this.#loads.noteAccount(number);
    const snapshot = this.#base.account(this.#locations.addressOf(number));
    const account: BaseAccount = { ...snapshot, codeHash: BigInt(snapshot.codeHash) };
    this.#accounts.set(number, account);
    return account;
  }

  /** The value of the slot at a location. */
  slot(location: number): bigint {
    const known = this.#slots.get(location);
    if (known !== undefined) {
      return known;
    }
    const { address, slot } = this.#locations.placeOf(location);
    invariant(slot !== null, 'a slot has a name', { location });
    this.#loads.noteSlot(location);
    const value = this.#base.slot(address, slot);
    this.#slots.set(location, value);
    return value;
  }
}
