/**
 * What a walk expects of the state: values it has seen, changes it has made, hints it gives.
 *
 * Owns the changes with their undoing (a frame that reverts has read all the same) and the rule
 * that a slot which ends as it began is not written. Does not decide what is read or written.
 */
import type { Address, Bytes32 } from '../../api/index.ts';
import type { Place } from '../../primitives/locations.ts';
import type { StateReader } from '../../primitives/reader.ts';
import { EMPTY_CODE_HASH } from '../../primitives/emptyCode.ts';
import { type HintWriter, fieldPlace, placeKey, slotPlace } from '../hint.ts';

/** A slot as the walk knows it; `null` is not known. */
interface KnownSlot {
  readonly place: Place;
  readonly before: bigint | null;
  readonly now: bigint | null;
  readonly why: string;
}

/** A change of a field. */
interface FieldChange {
  readonly place: Place;
  readonly isDelta: boolean;
  readonly why: string;
}

/** Everything that a reverted frame takes back. */
export interface Snapshot {
  readonly slots: Map<string, KnownSlot>;
  readonly transient: Map<string, bigint | null>;
  readonly changes: Map<string, FieldChange>;
  readonly created: Map<Address, Uint8Array | null>;
}

/** The state as a walk leaves it. */
export class ExpectedState {
  readonly #reader: StateReader;
  readonly #writer: HintWriter;
  #now: Snapshot = {
    slots: new Map(),
    transient: new Map(),
    changes: new Map(),
    created: new Map(),
  };

  constructor(reader: StateReader, writer: HintWriter) {
    this.#reader = reader;
    this.#writer = writer;
  }

  snapshot(): Snapshot {
    const { slots, transient, changes, created } = this.#now;
    return {
      slots: new Map(slots),
      transient: new Map(transient),
      changes: new Map(changes),
      created: new Map(created),
    };
  }

  restore(snapshot: Snapshot): void {
    this.#now = snapshot;
  }

  /** Hints that a location is read. */
  expectRead(place: Place, why: string): void {
    this.#writer.add(place, 'read', why);
  }

  /** Expects a change of a field, by a set or by a delta. */
  expectChange(place: Place, why: string, { isDelta }: { readonly isDelta: boolean }): void {
    this.#now.changes.set(placeKey(place), { place, isDelta, why });
  }

  /** The value now in a slot. */
  async slot(address: Address, slot: Bytes32, why: string): Promise<bigint | null> {
    const place = slotPlace(address, slot);
    const key = placeKey(place);
    const known = this.#now.slots.get(key);
    if (known !== undefined) return known.now;
    const isFresh = this.#now.created.has(address);
    if (!isFresh) this.expectRead(place, why);
    const value = isFresh ? 0n : await this.#reader.slot(address, slot);
    this.#now.slots.set(key, { place, before: value, now: value, why });
    return value;
  }

  /** Expects a store; the price of it depends on what was there, so that it reads. */
  async setSlot(
    { address, slot }: { readonly address: Address; readonly slot: Bytes32 },
    value: bigint | null,
    why: string,
  ): Promise<void> {
    await this.slot(address, slot, why);
    const key = placeKey(slotPlace(address, slot));
    const known = this.#now.slots.get(key);
    if (known !== undefined) this.#now.slots.set(key, { ...known, now: value, why });
  }

  transientSlot(address: Address, slot: Bytes32): bigint | null {
    const value = this.#now.transient.get(`${address} ${slot}`);
    return value === undefined ? 0n : value;
  }

  setTransientSlot(address: Address, slot: Bytes32, value: bigint | null): void {
    this.#now.transient.set(`${address} ${slot}`, value);
  }

  /** The balance, in wei; `null` once the walk has moved it. */
  async balance(address: Address, why: string): Promise<bigint | null> {
    const place = fieldPlace(address, 'balance');
    this.expectRead(place, why);
    const { balance } = await this.#reader.account(address);
    return this.#now.changes.has(placeKey(place)) ? null : balance;
  }

  /** The nonce before the transaction. */
  async nonce(address: Address): Promise<bigint> {
    return (await this.#reader.account(address)).nonce;
  }

  /** Whether nobody has ever used the account, and the walk has not made it. */
  async isEmpty(address: Address): Promise<boolean> {
    const { nonce, balance, codeHash } = await this.#reader.account(address);
    const isUnused = nonce === 0n && balance === 0n && codeHash === EMPTY_CODE_HASH;
    return isUnused && !this.#now.created.has(address);
  }

  /** The code now at an address; `null` when the walk has made it and does not know it. */
  async code(address: Address, why: string): Promise<Uint8Array | null> {
    const made = this.#now.created.get(address);
    if (made !== undefined) return made;
    this.expectRead(fieldPlace(address, 'code'), why);
    const { codeHash } = await this.#reader.account(address);
    return this.#reader.code(codeHash);
  }

  /** Begins a contract, whose storage is empty. */
  create(address: Address): void {
    this.#now.created.set(address, null);
  }

  /** Ends the creation of a contract. */
  setCode(address: Address, code: Uint8Array | null): void {
    this.#now.created.set(address, code);
  }

  /** Turns the changes that were not taken back into hints. */
  close(): void {
    for (const { place, before, now, why } of this.#now.slots.values()) {
      if (now === null || now !== before) this.#writer.add(place, 'write', why);
    }
    for (const { place, isDelta, why } of this.#now.changes.values()) {
      if (isDelta) this.#writer.addDelta(place, why);
      else this.#writer.add(place, 'write', why);
    }
  }
}
