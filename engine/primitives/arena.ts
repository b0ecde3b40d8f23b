/**
 * One growable buffer of 32-bit words, with a bump allocator inside it.
 *
 * Everything that lanes share (memory, scheduler, the lanes themselves) lies in one arena, so that
 * threads can work on it and an explorer can copy it. The allocator's own state is its first words.
 * Records are never given back to the arena; their owners keep free lists.
 * Growing happens inside a step: one lane at a time; the others notice when their next step begins.
 */
import { invariant } from './invariant.ts';

/** Raised when the buffer is at its maximum; the block then goes the serial way. */
export class ArenaFull extends Error {
  constructor(bytes: number) {
    super(`the block needs more than ${bytes} bytes of shared memory`);
    this.name = 'ArenaFull';
  }
}

/** What lanes share. */
export type ArenaBuffer = SharedArrayBuffer;

const TOP = 0;
const HEADER_WORDS = 2;
const BYTES_PER_WORD = 4;
const GROWTH = 2;

/** A view of one arena; every thread has its own. */
export class Arena {
  readonly buffer: ArenaBuffer;
  #words: Int32Array;
  #limbs: BigUint64Array;

  /** A view of `buffer`, which `createArenaBuffer` made. */
  constructor(buffer: ArenaBuffer) {
    this.buffer = buffer;
    this.#words = wordsOf(buffer);
    this.#limbs = limbsOf(buffer);
  }

  /**
   * All words; an offset into it is how records point at each other. 0 points at nothing. Not kept
   * across an allocation, which may put a longer view in its place.
   */
  get words(): Int32Array {
    return this.#words;
  }

  /** The same memory in 64-bit limbs; limb `i` is words `2i` and `2i + 1`. */
  get limbs(): BigUint64Array {
    return this.#limbs;
  }

  /** Sees what other threads have grown; the first thing in every step. */
  refresh(): void {
    if (this.used > this.#words.length) {
      this.#view();
    }
  }

  /** Words in use. */
  get used(): number {
    return Math.max(this.words[TOP] ?? 0, HEADER_WORDS);
  }

  /** Offset of `count` fresh words, all zero, on a 64-bit boundary. Throws `ArenaFull`. */
  allocate(count: number): number {
    invariant(count > 0, 'a record has a size', { count });
    const offset = this.used;
    const end = offset + count + (count % 2);
    if (end > this.#words.length) {
      this.#grow(end * BYTES_PER_WORD);
    }
    this.words[TOP] = end;
    return offset;
  }

  #grow(bytes: number): void {
    const { maxByteLength } = this.buffer;
    if (bytes > maxByteLength) {
      throw new ArenaFull(maxByteLength);
    }
    this.buffer.grow(Math.min(maxByteLength, Math.max(bytes, GROWTH * this.buffer.byteLength)));
    this.#view();
  }

  #view(): void {
    this.#words = wordsOf(this.buffer);
    this.#limbs = limbsOf(this.buffer);
  }
}

// A view without a length would follow the buffer by itself, but every access to it takes 20 times
// as long (Node 20: 11 ns instead of 0.6).
function wordsOf(buffer: ArenaBuffer): Int32Array {
  return new Int32Array(buffer, 0, buffer.byteLength / Int32Array.BYTES_PER_ELEMENT);
}

function limbsOf(buffer: ArenaBuffer): BigUint64Array {
  return new BigUint64Array(buffer, 0, buffer.byteLength / BigUint64Array.BYTES_PER_ELEMENT);
}

/** A fresh buffer, in bytes; both sizes are multiples of 8. */
export function createArenaBuffer(bytes: number, bytesMax: number): ArenaBuffer {
  return new SharedArrayBuffer(bytes, { maxByteLength: bytesMax });
}
