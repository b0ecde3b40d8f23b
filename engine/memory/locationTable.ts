/**
 * The locations that a block's transactions have met.
 *
 * Owns an open hash from place to location record, in the arena. A record never moves, so that a
 * thread may remember where it is. Locations are never removed within a block.
 */
import type { Address, Bytes32 } from '../api/index.ts';
import type { Arena } from '../primitives/arena.ts';
import {
  type LocationKind,
  PLACE_WORDS,
  type Place,
  decodePlace,
  encodePlace,
  placeKey,
} from '../primitives/locations.ts';
import { LOCATION } from './records.ts';

/** Finds and makes location records. */
export class LocationTable {
  readonly #arena: Arena;
  readonly #buckets: number;
  readonly #mask: number;
  /** What this thread has met before: hashing 56 bytes is slower than a lookup. */
  readonly #known = new Map<string, number>();
  readonly #places = new Map<number, Place>();

  /** Over `bucketCount` words at `buckets`; the count is a power of two. */
  constructor(arena: Arena, buckets: number, bucketCount: number) {
    this.#arena = arena;
    this.#buckets = buckets;
    this.#mask = bucketCount - 1;
  }

  /** Offset of the location's record, or 0 when nobody has met it. */
  find(kind: LocationKind, address: Address, slot: Bytes32 | null): number {
    const key = placeKey(kind, address, slot);
    const known = this.#known.get(key);
    if (known !== undefined) {
      return known;
    }
    const found = this.#search(encodePlace({ kind, address, slot }));
    if (found !== 0) {
      this.#known.set(key, found);
    }
    return found;
  }

  /** Offset of the location's record, made if need be. */
  intern(kind: LocationKind, address: Address, slot: Bytes32 | null): number {
    const found = this.find(kind, address, slot);
    if (found !== 0) {
      return found;
    }
    const place = encodePlace({ kind, address, slot });
    const location = this.#arena.allocate(LOCATION.words);
    const { words } = this.#arena;
    const bucket = this.#bucketOf(place);
    words.set(place, location + LOCATION.place);
    words[location + LOCATION.nextInBucket] = words[bucket] ?? 0;
    words[bucket] = location;
    this.#known.set(placeKey(kind, address, slot), location);
    return location;
  }

  /** What the record at `location` stands for. */
  placeOf(location: number): Place {
    const known = this.#places.get(location);
    if (known !== undefined) {
      return known;
    }
    const start = location + LOCATION.place;
    const place = decodePlace(this.#arena.words.subarray(start, start + PLACE_WORDS));
    this.#places.set(location, place);
    return place;
  }

  #search(place: Int32Array): number {
    const { words } = this.#arena;
    let location = words[this.#bucketOf(place)] ?? 0;
    while (location !== 0 && !this.#isAt(location, place)) {
      location = words[location + LOCATION.nextInBucket] ?? 0;
    }
    return location;
  }

  #isAt(location: number, place: Int32Array): boolean {
    const { words } = this.#arena;
    return place.every((word, i) => words[location + LOCATION.place + i] === word);
  }

  /** FNV-1a over the words. */
  #bucketOf(place: Int32Array): number {
    let hash = 0x811c9dc5;
    for (const word of place) {
      hash = Math.imul(hash ^ word, 0x01000193);
      hash ^= hash >>> 15;
    }
    return this.#buckets + (hash & this.#mask);
  }
}
