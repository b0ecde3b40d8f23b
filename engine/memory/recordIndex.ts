/**
 * Records in the arena, found by the words of their key.
 *
 * Owns an open hash: a fixed array of buckets, and in each record a link to the next of its bucket.
 * The key lies in the record itself. Nothing is ever taken out.
 */
import type { Arena } from '../primitives/arena.ts';

/** Where an index keeps its words. */
export interface IndexShape {
  /** Word offset of the buckets. */
  readonly buckets: number;
  /** How many; a power of two. */
  readonly bucketCount: number;
  /** Offset of the link within a record. */
  readonly link: number;
  /** Offset of the key within a record. */
  readonly key: number;
}

/** Finds records of one kind. */
export class RecordIndex {
  readonly #arena: Arena;
  readonly #shape: IndexShape;

  constructor(arena: Arena, shape: IndexShape) {
    this.#arena = arena;
    this.#shape = shape;
  }

  /** The record with this key, or 0. */
  find(key: Int32Array): number {
    const { words } = this.#arena;
    let record = words[this.#bucketOf(key)] ?? 0;
    while (record !== 0 && !this.#hasKey(record, key)) {
      record = words[record + this.#shape.link] ?? 0;
    }
    return record;
  }

  /** Makes a record findable, and writes its key into it. */
  add(record: number, key: Int32Array): void {
    const { words } = this.#arena;
    const bucket = this.#bucketOf(key);
    words.set(key, record + this.#shape.key);
    words[record + this.#shape.link] = words[bucket] ?? 0;
    words[bucket] = record;
  }

  #hasKey(record: number, key: Int32Array): boolean {
    const { words } = this.#arena;
    const start = record + this.#shape.key;
    for (let i = 0; i < key.length; i += 1) {
      if (words[start + i] !== key[i]) {
        return false;
      }
    }
    return true;
  }

  /** FNV-1a over the words. */
  #bucketOf(key: Int32Array): number {
    let hash = 0x811c9dc5;
    for (const word of key) {
      hash = Math.imul(hash ^ word, 0x01000193);
      hash ^= hash >>> 15;
    }
    return this.#shape.buckets + (hash & (this.#shape.bucketCount - 1));
  }
}
