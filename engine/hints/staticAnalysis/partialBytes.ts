/**
 * Bytes of which some are known: memory, call data and outputs during an instantiation.
 *
 * Owns the pair of arrays and reading words out of it. Everything is unknown until it is painted.
 */
import { bytesToBigInt, hexToBytes, bigIntToHex } from '../../primitives/bytes.ts';

/** A run of bytes, each known or not. */
export class PartialBytes {
  readonly #bytes: Uint8Array;
  /** 1 where the byte is known. */
  readonly #known: Uint8Array;

  private constructor(bytes: Uint8Array, known: Uint8Array) {
    this.#bytes = bytes;
    this.#known = known;
  }

  /** Known bytes, which are not copied. */
  static of(bytes: Uint8Array): PartialBytes {
    return new PartialBytes(bytes, new Uint8Array(bytes.length).fill(1));
  }

  /** So many known zeros. */
  static zeros(length: number): PartialBytes {
    return PartialBytes.of(new Uint8Array(length));
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** All bytes, or `null` when one is not known. */
  get whole(): Uint8Array | null {
    return this.#known.includes(0) ? null : this.#bytes;
  }

  /** The word at `offset`, zeros beyond the end, or `null` when a byte of it is not known. */
  word(offset: bigint): bigint | null {
    if (offset >= BigInt(this.length)) return 0n;
    const start = Number(offset);
    if (this.#known.subarray(start, start + 32).includes(0)) return null;
    const word = new Uint8Array(32);
    word.set(this.#bytes.subarray(start, start + 32));
    return bytesToBigInt(word);
  }

  /** The first bytes, or `null` when there are fewer or one is not known. */
  prefix(length: number): Uint8Array | null {
    if (this.length < length || this.#known.subarray(0, length).includes(0)) return null;
    return this.#bytes.subarray(0, length);
  }

  /**
   * Puts `length` bytes of `source`, from `from` on and zeros beyond its end, at `at`, which may be
   * negative. `source` is `null` when nothing of it is known.
   */
  paint(source: PartialBytes | null, place: { at: number; from: bigint; length: number }): void {
    const { at, from, length } = place;
    const start = Math.max(0, at);
    const end = Math.min(this.length, at + length);
    if (start >= end) return;
    this.#bytes.fill(0, start, end);
    this.#known.fill(source === null ? 0 : 1, start, end);
    const first = from + BigInt(start - at);
    if (source === null || first >= BigInt(source.length)) return;
    const begin = Number(first);
    this.#bytes.set(source.#bytes.subarray(begin, begin + end - start), start);
    this.#known.set(source.#known.subarray(begin, begin + end - start), start);
  }

  /** Forgets everything. */
  forget(): void {
    this.#known.fill(0);
  }
}

/** A word as 32 bytes, or `null` when it is not known. */
export function wordBytes(word: bigint | null): PartialBytes | null {
  return word === null ? null : PartialBytes.of(hexToBytes(bigIntToHex(word, 32)));
}
