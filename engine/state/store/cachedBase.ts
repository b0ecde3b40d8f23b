/**
 * The state before a block as one thread reads it: what it has read, the cache, the disk.
 *
 * Owns the order in which they are asked. What a thread has read of a block it keeps until the
 * block's end, so that it asks others once.
 */
import { LRUCache } from 'lru-cache';
import type { Address, Bytes32 } from '../../api/index.ts';
import type { AccountSnapshot } from '../../primitives/reader.ts';
import { BaseCache, type CacheHandle } from './baseCache.ts';
import { accountOfLimbs, numberOf } from './cacheLayout.ts';
import { openTables, StoreReader } from './storeReader.ts';
import { keyOf, type StatePlace } from './storedState.ts';

/** What a thread needs to read the state before one block; plain data. */
export interface StoreHandle {
  /** Where the store is. */
  readonly folder: string;
  readonly cache: CacheHandle;
  /** The number of the block in the cache. */
  readonly turn: number;
}

const CODE_BYTES_MAX = 16 * 1_024 * 1_024;

/** Code that this thread has read, of whatever store: code is named by its hash. */
const codes = new LRUCache<Bytes32, Uint8Array>({
  maxSize: CODE_BYTES_MAX,
  sizeCalculation: ({ length }) => length + 1,
});

/** The store that this thread has open: that of the engine whose thread it is. */
let opened: { readonly folder: string; readonly reader: StoreReader } | null = null;

/** Sees a store as it is now. To be called when a block begins. */
export function openBase({ folder, cache, turn }: StoreHandle): CachedBase {
  if (opened?.folder !== folder) {
    opened = { folder, reader: new StoreReader(openTables(folder)) };
  }
  return new CachedBase(opened.reader, new BaseCache(cache), turn);
}

/** One thread's view of the state before one block. */
export class CachedBase {
  readonly #reader: StoreReader;
  readonly #cache: BaseCache;
  readonly #turn: number;
  readonly #accounts = new Map<Address, AccountSnapshot>();
  readonly #slots = new Map<string, bigint>();

  /** On a reader that sees the block's pre-state from now on. */
  constructor(reader: StoreReader, cache: BaseCache, turn: number) {
    reader.refresh();
    this.#reader = reader;
    this.#cache = cache;
    this.#turn = turn;
  }

  account(address: Address): AccountSnapshot {
    const known = this.#accounts.get(address);
    if (known !== undefined) return known;
    const place = { address, slot: null };
    const limbs = this.#cache.find(place);
    const account = limbs === null ? this.#loadAccount(place) : accountOfLimbs(limbs);
    this.#accounts.set(address, account);
    return account;
  }

  slot(address: Address, slot: Bytes32): bigint {
    const place = { address, slot };
    const key = keyOf(place);
    const known = this.#slots.get(key);
    if (known !== undefined) return known;
    const limbs = this.#cache.find(place);
    const value = limbs === null ? this.#loadSlot(place) : numberOf(limbs);
    this.#slots.set(key, value);
    return value;
  }

  codeOrNull(hash: Bytes32): Uint8Array | null {
    const known = codes.get(hash);
    if (known !== undefined) {
      this.#cache.count('codeHits');
      return known;
    }
    const code = this.#reader.codeOrNull(hash);
    if (code !== null) {
      this.#cache.count('codeMisses');
      codes.set(hash, code);
    }
    return code;
  }

  /** Reads what will be asked for, while nobody waits. */
  warm({ address, slot }: StatePlace): void {
    if (slot === null) this.account(address);
    else this.slot(address, slot);
  }

  /** Puts the place into the cache if it is not there. */
  preload(place: StatePlace): void {
    if (this.#cache.has(place)) return;
    const value =
      place.slot === null
        ? this.#reader.account(place.address)
        : this.#reader.slot(place.address, place.slot);
    if (this.#cache.put(place, value, this.#turn)) this.#cache.count('preloaded');
  }

  #loadAccount(place: StatePlace): AccountSnapshot {
    const account = this.#reader.account(place.address);
    this.#cache.put(place, account, this.#turn);
    return account;
  }

  #loadSlot(place: StatePlace & { readonly slot: Bytes32 }): bigint {
    const value = this.#reader.slot(place.address, place.slot);
    this.#cache.put(place, value, this.#turn);
    return value;
  }
}
