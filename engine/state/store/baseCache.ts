/**
 * A bounded cache of accounts and slots that outlives blocks, shared by all threads.
 *
 * Owns the sets and their locks. A place belongs to one set, where the entry that was used longest
 * ago makes room. Nobody waits for a cache: a set that somebody else holds is a miss. What is in it
 * is what the store holds: places that change are forgotten when a block begins, and what was read
 * for an earlier block is not taken in any more.
 */
import {
  type CachedValue,
  ENTRY,
  HEADER,
  keyLimbs,
  SET_HEADER_WORDS,
  SET_WORDS,
  tagOf,
  valueLimbs,
  WAYS,
} from './cacheLayout.ts';
import type { StatePlace } from './storedState.ts';

/** Deliberate faults, which may cost time and nothing else. */
export const CACHE_FAULTS = [
  /** Forgets a set whenever something is put into it. */
  'forgetful',
  /** A thread has died with every other set in its hands. */
  'stuck',
] as const;

/** One of them. */
export type CacheFault = (typeof CACHE_FAULTS)[number];

/** What a cache has done since it was made. */
export interface CacheCounts {
  readonly hits: number;
  readonly misses: number;
  /** Entries that were there before anybody asked. */
  readonly preloaded: number;
  /** Entries that made room for others. */
  readonly evicted: number;
  /** Entries that were forgotten since the state has changed. */
  readonly invalidated: number;
  /** Code that threads still had, each for itself. */
  readonly codeHits: number;
  readonly codeMisses: number;
}

/** What a thread needs to see the cache; plain data. */
export interface CacheHandle {
  /** Room for no entry where there is no cache. */
  readonly buffer: SharedArrayBuffer;
  readonly setCount: number;
  readonly fault: CacheFault | null;
}

const FREE = 0;
const HELD = 1;
const SPINS = 200;
const STUCK_ONE_IN = 2;
const WORD_BYTES = 4;
const LIMB_WORDS = 2;

/** Makes a cache of at least so many entries; 0 for none. */
export function createCache(entries: number, fault: CacheFault | null): CacheHandle {
  let setCount = entries === 0 ? 0 : 1;
  while (setCount * WAYS < entries) setCount *= 2;
  const buffer = new SharedArrayBuffer(WORD_BYTES * (HEADER.words + setCount * SET_WORDS));
  const words = new Int32Array(buffer);
  if (fault === 'stuck') {
    for (let set = 0; set < setCount; set += STUCK_ONE_IN) {
      words[HEADER.words + set * SET_WORDS] = HELD;
    }
  }
  return { buffer, setCount, fault };
}

/** One thread's view of a cache. */
export class BaseCache {
  readonly #words: Int32Array;
  readonly #limbs: BigUint64Array;
  readonly #setCount: number;
  readonly #fault: CacheFault | null;

  constructor({ buffer, setCount, fault }: CacheHandle) {
    this.#words = new Int32Array(buffer);
    this.#limbs = new BigUint64Array(buffer);
    this.#setCount = setCount;
    this.#fault = fault;
  }

  /** The number of the block that is being executed. */
  get turn(): number {
    return Atomics.load(this.#words, HEADER.turn);
  }

  get counts(): CacheCounts {
    const count = (field: number): number => Atomics.load(this.#words, field);
    return {
      hits: count(HEADER.hits),
      misses: count(HEADER.misses),
      preloaded: count(HEADER.preloaded),
      evicted: count(HEADER.evicted),
      invalidated: count(HEADER.invalidated),
      codeHits: count(HEADER.codeHits),
      codeMisses: count(HEADER.codeMisses),
    };
  }

  /** Begins a block, in which these places are not what they were. No lane may be at work. */
  begin(changed: readonly StatePlace[]): void {
    Atomics.add(this.#words, HEADER.turn, 1);
    for (const place of changed) {
      if (this.#setCount > 0) this.#forget(place);
    }
  }

  /** Ends a block: what is still being read for it is not taken in. */
  end(): void {
    Atomics.add(this.#words, HEADER.turn, 1);
  }

  /** The limbs of what is at the place, or `null`. Counts a hit or a miss. */
  find(place: StatePlace): readonly bigint[] | null {
    const found = this.#within(place, (set, tag) => {
      const entry = this.#entry(set, tag, place);
      if (entry === null) return null;
      this.#words[entry + ENTRY.stamp] = Atomics.add(this.#words, HEADER.clock, 1);
      const first = (entry + ENTRY.value) / LIMB_WORDS;
      return [...this.#limbs.subarray(first, first + ENTRY.valueLimbs)];
    });
    Atomics.add(this.#words, found === null ? HEADER.misses : HEADER.hits, 1);
    return found;
  }

  /** Whether something is known of the place. Counts nothing. */
  has(place: StatePlace): boolean {
    return this.#within(place, (set, tag) => this.#entry(set, tag, place)) !== null;
  }

  /** Takes in what was read of the place for the block of that turn. Returns whether it did. */
  put(place: StatePlace, value: CachedValue, turn: number): boolean {
    const done = this.#within(place, (set, tag) => {
      // Under the lock: whoever begins a block forgets changed places after it has counted on.
      if (turn !== this.turn) return null;
      if (this.#fault === 'forgetful') this.#clear(set);
      this.#write(this.#entry(set, tag, place) ?? this.#room(set), { place, tag, value });
      return true;
    });
    return done === true;
  }

  /** Counts what this cache was not asked for, and which is told with what it was. */
  count(what: 'preloaded' | 'codeHits' | 'codeMisses'): void {
    Atomics.add(this.#words, HEADER[what], 1);
  }

  /** Forgets everything and frees all sets: a thread was lost, and may have held some. */
  clear(): void {
    for (let number = 0; number < this.#setCount; number += 1) {
      const set = HEADER.words + number * SET_WORDS;
      this.#clear(set);
      Atomics.store(this.#words, set, FREE);
    }
  }

  #forget(place: StatePlace): void {
    const tag = tagOf(place);
    const set = this.#setOf(tag);
    // Nobody is at work: whoever holds the set is dead, and what it was about is not whole.
    if (!this.#lock(set)) this.#clear(set);
    const entry = this.#entry(set, tag, place);
    if (entry !== null) {
      this.#words[entry + ENTRY.tag] = FREE;
      Atomics.add(this.#words, HEADER.invalidated, 1);
    }
    Atomics.store(this.#words, set, FREE);
  }

  /** Does something with the place's set, alone; `null` where another has it, or there is none. */
  #within<T>(place: StatePlace, act: (set: number, tag: number) => T | null): T | null {
    if (this.#setCount === 0) return null;
    const tag = tagOf(place);
    const set = this.#setOf(tag);
    if (!this.#lock(set)) {
      Atomics.add(this.#words, HEADER.contended, 1);
      return null;
    }
    try {
      return act(set, tag);
    } finally {
      Atomics.store(this.#words, set, FREE);
    }
  }

  #lock(set: number): boolean {
    for (let spin = 0; spin < SPINS; spin += 1) {
      if (Atomics.compareExchange(this.#words, set, FREE, HELD) === FREE) return true;
    }
    return false;
  }

  #setOf(tag: number): number {
    return HEADER.words + (tag & (this.#setCount - 1)) * SET_WORDS;
  }

  #entry(set: number, tag: number, place: StatePlace): number | null {
    let key: readonly bigint[] | null = null;
    for (let entry = set + SET_HEADER_WORDS; entry < set + SET_WORDS; entry += ENTRY.words) {
      if (this.#words[entry + ENTRY.tag] === tag) {
        key ??= keyLimbs(place);
        const first = (entry + ENTRY.key) / LIMB_WORDS;
        if (key.every((limb, at) => this.#limbs[first + at] === limb)) return entry;
      }
    }
    return null;
  }

  /** A free entry of the set, or the one that was used longest ago. */
  #room(set: number): number {
    const now = Atomics.load(this.#words, HEADER.clock);
    let oldest = set + SET_HEADER_WORDS;
    let oldestAge = -1;
    for (let entry = oldest; entry < set + SET_WORDS; entry += ENTRY.words) {
      if (this.#words[entry + ENTRY.tag] === FREE) return entry;
      // The clock runs over; ages do not.
      const age = (now - (this.#words[entry + ENTRY.stamp] ?? 0)) >>> 0;
      if (age > oldestAge) [oldest, oldestAge] = [entry, age];
    }
    Atomics.add(this.#words, HEADER.evicted, 1);
    return oldest;
  }

  #write(
    entry: number,
    { place, tag, value }: { readonly place: StatePlace; tag: number; value: CachedValue },
  ): void {
    this.#words[entry + ENTRY.tag] = tag;
    this.#words[entry + ENTRY.stamp] = Atomics.add(this.#words, HEADER.clock, 1);
    this.#limbs.set(keyLimbs(place), (entry + ENTRY.key) / LIMB_WORDS);
    this.#limbs.set(valueLimbs(value), (entry + ENTRY.value) / LIMB_WORDS);
  }

  #clear(set: number): void {
    for (let entry = set + SET_HEADER_WORDS; entry < set + SET_WORDS; entry += ENTRY.words) {
      this.#words[entry + ENTRY.tag] = FREE;
    }
  }
}
