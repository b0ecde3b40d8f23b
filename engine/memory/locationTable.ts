/**
 * The locations that a block's transactions have met.
 *
 * Owns the records of accounts, each with the locations of its fields, and those of slots. Looking
 * makes a record where there is none, for what is read is registered soon after. A record never
 * moves and is never removed within a block, so that a thread may remember where it is.
 */
import type { Address, Bytes32, Hex } from '../api/index.ts';
import type { Arena } from '../primitives/arena.ts';
import { bytesToHex, hexToBytes } from '../primitives/bytes.ts';
import { invariant } from '../primitives/invariant.ts';
import { LOCATION_KINDS, type LocationKind, type Place } from '../primitives/locations.ts';
import { RecordIndex } from './recordIndex.ts';
import { ACCOUNT, LOCATION, SLOT } from './records.ts';

/** Kinds of location that every account has. */
export type FieldKind = Exclude<LocationKind, 'storage'>;

const FIELDS = { balance: 0, nonce: 1, code: 2, lifecycle: 3 } as const;
const STORAGE = LOCATION_KINDS.indexOf('storage');
const BYTES_PER_WORD = 4;

/** An account as one thread remembers it: finding it by the bytes of its name is slower. */
interface KnownAccount {
  readonly address: Address;
  readonly record: number;
  readonly slots: Map<Bytes32, number>;
}

/** The location of one field of an account. */
export function fieldOf(account: number, kind: FieldKind): number {
  return account + ACCOUNT.fields + FIELDS[kind] * LOCATION.words;
}

/** Finds and makes location records. */
export class LocationTable {
  readonly #arena: Arena;
  readonly #accountIndex: RecordIndex;
  readonly #slotIndex: RecordIndex;
  readonly #accounts = new Map<Address, KnownAccount>();
  readonly #accountsByRecord = new Map<number, KnownAccount>();
  readonly #slotNames = new Map<number, Bytes32>();

  /** Over twice `bucketCount` words at `buckets`; the count is a power of two. */
  constructor(arena: Arena, buckets: number, bucketCount: number) {
    this.#arena = arena;
    this.#accountIndex = new RecordIndex(arena, { ...ACCOUNT, buckets, bucketCount });
    this.#slotIndex = new RecordIndex(arena, {
      ...SLOT,
      buckets: buckets + bucketCount,
      bucketCount,
    });
  }

  /** The number of an account: where its record lies. */
  account(address: Address): number {
    return this.#account(address).record;
  }

  /** The number of the account that a location belongs to. */
  accountOf(location: number): number {
    return this.#arena.words[location + LOCATION.account] ?? 0;
  }

  addressOf(account: number): Address {
    return this.#accountAt(account).address;
  }

  /** The location of a slot. */
  slot(address: Address, slot: Bytes32): number {
    const account = this.#account(address);
    const known = account.slots.get(slot);
    if (known !== undefined) {
      return known;
    }
    const location = this.#internSlot(account.record, slot);
    account.slots.set(slot, location);
    this.#slotNames.set(location, slot);
    return location;
  }

  /** What the record at `location` stands for. */
  placeOf(location: number): Place {
    const { words } = this.#arena;
    const kind = LOCATION_KINDS[words[location + LOCATION.kind] ?? -1];
    invariant(kind !== undefined, 'a location is of some kind', { location });
    const account = this.#accountAt(this.accountOf(location));
    const slot = kind === 'storage' ? this.#slotName(account, location) : null;
    return { kind, address: account.address, slot };
  }

  #account(address: Address): KnownAccount {
    const known = this.#accounts.get(address);
    return known ?? this.#remember(address, this.#internAccount(address));
  }

  #accountAt(record: number): KnownAccount {
    const known = this.#accountsByRecord.get(record);
    return known ?? this.#remember(this.#hexAt(record + ACCOUNT.key, ACCOUNT.keyWords), record);
  }

  #remember(address: Address, record: number): KnownAccount {
    const account: KnownAccount = { address, record, slots: new Map() };
    this.#accounts.set(address, account);
    this.#accountsByRecord.set(record, account);
    return account;
  }

  #slotName(account: KnownAccount, location: number): Bytes32 {
    const known = this.#slotNames.get(location);
    if (known !== undefined) {
      return known;
    }
    const slot = this.#hexAt(location + SLOT.slot, SLOT.slotWords);
    account.slots.set(slot, location);
    this.#slotNames.set(location, slot);
    return slot;
  }

  #internAccount(address: Address): number {
    const key = new Int32Array(ACCOUNT.keyWords);
    new Uint8Array(key.buffer).set(hexToBytes(address));
    const found = this.#accountIndex.find(key);
    if (found !== 0) {
      return found;
    }
    const record = this.#arena.allocate(ACCOUNT.words);
    const { words } = this.#arena;
    for (const field of Object.values(FIELDS)) {
      const location = record + ACCOUNT.fields + field * LOCATION.words;
      words[location + LOCATION.kind] = field;
      words[location + LOCATION.account] = record;
    }
    this.#accountIndex.add(record, key);
    return record;
  }

  #internSlot(account: number, slot: Bytes32): number {
    const key = new Int32Array(SLOT.keyWords);
    key[0] = account;
    new Uint8Array(key.buffer).set(hexToBytes(slot), BYTES_PER_WORD);
    const found = this.#slotIndex.find(key);
    if (found !== 0) {
      return found;
    }
    const location = this.#arena.allocate(SLOT.words);
    this.#arena.words[location + LOCATION.kind] = STORAGE;
    this.#slotIndex.add(location, key);
    return location;
  }

  #hexAt(start: number, count: number): Hex {
    const bytes = new Uint8Array(this.#arena.words.slice(start, start + count).buffer);
    return bytesToHex(bytes);
  }
}
