/**
 * Which states an exploration has met.
 *
 * Owns an open-addressing table of fingerprints: four words a state, the fourth of which says
 * whether the state is still on the path that is being explored. Grows by doubling. States are
 * never forgotten.
 */
import type { Fingerprint } from '../../primitives/fingerprint.ts';
import { invariant } from '../../primitives/invariant.ts';

const WORDS = 4;
const MARK = 3;
const FREE = 0;
const ON_PATH = 1;
const DONE = 2;
const CAPACITY_MIN = 1 << 12;
/** A table is grown when it is fuller than that. */
const LOAD_MAX = 0.5;

/** What is known of a state. */
export type Acquaintance = 'new' | 'on-path' | 'done';

/** Fingerprints of states. */
export class VisitedStates {
  #table: Int32Array;
  #capacity: number;
  #size = 0;

  constructor() {
    this.#capacity = CAPACITY_MIN;
    this.#table = new Int32Array(WORDS * CAPACITY_MIN);
  }

  /** States met so far. */
  get size(): number {
    return this.#size;
  }

  /** Says whether a state is known; a new one is on the path from now on. */
  meet(fingerprint: Fingerprint): Acquaintance {
    const at = this.#find(fingerprint);
    const mark = this.#table[at + MARK];
    if (mark !== FREE) {
      return mark === ON_PATH ? 'on-path' : 'done';
    }
    this.#put(at, fingerprint, ON_PATH);
    this.#size += 1;
    if (this.#size > LOAD_MAX * this.#capacity) {
      this.#grow();
    }
    return 'new';
  }

  /** All that can follow the state has been explored. */
  leave(fingerprint: Hashes): void {
    const at = this.#find(fingerprint);
    invariant(this.#table[at + MARK] === ON_PATH, 'a state that is left was on the path');
    this.#table[at + MARK] = DONE;
  }

  /** The table as bytes, to be kept. */
  toBytes(): Uint8Array {
    return new Uint8Array(this.#table.buffer);
  }

  /** A table that was kept. */
  static fromBytes(bytes: Uint8Array): VisitedStates {
    const visited = new VisitedStates();
    visited.#table = new Int32Array(bytes.slice().buffer);
    visited.#capacity = visited.#table.length / WORDS;
    for (let at = MARK; at < visited.#table.length; at += WORDS) {
      visited.#size += visited.#table[at] === FREE ? 0 : 1;
    }
    return visited;
  }

  /** Where the fingerprint is, or where it would be put. */
  #find({ first, second, third }: Hashes): number {
    const table = this.#table;
    const mask = this.#capacity - 1;
    let slot = first & mask;
    for (;;) {
      const at = slot * WORDS;
      const isHere = table[at] === first && table[at + 1] === second && table[at + 2] === third;
      if (isHere || table[at + MARK] === FREE) {
        return at;
      }
      slot = (slot + 1) & mask;
    }
  }

  #put(at: number, { first, second, third }: Hashes, mark: number): void {
    this.#table[at] = first;
    this.#table[at + 1] = second;
    this.#table[at + 2] = third;
    this.#table[at + MARK] = mark;
  }

  #grow(): void {
    const old = this.#table;
    this.#capacity *= 2;
    this.#table = new Int32Array(WORDS * this.#capacity);
    for (let at = 0; at < old.length; at += WORDS) {
      const mark = old[at + MARK] ?? FREE;
      if (mark !== FREE) {
        const hashes = { first: old[at] ?? 0, second: old[at + 1] ?? 0, third: old[at + 2] ?? 0 };
        this.#put(this.#find(hashes), hashes, mark);
      }
    }
  }
}

/** What of a fingerprint is kept. */
export type Hashes = Pick<Fingerprint, 'first' | 'second' | 'third'>;
