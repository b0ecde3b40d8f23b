/**
 * Seeded random numbers.
 *
 * sfc32 (Doty-Humphrey, PractRand): four 32-bit words, one of them a counter, the same sequence
 * everywhere. Words of 32 bits because a picker draws at every step and bigints cost more than the
 * step. Not for secrets.
 */

const WORD_BITS = 32n;
const WORDS = 2 ** 32;
const WARM_UP_ROUNDS = 12;

/** A stream of random numbers that its seed decides. */
export class Prng {
  #a: number;
  #b: number;
  #c = 0;
  #counter = 1;

  /** Of the seed, the low 64 bits count. */
  constructor(seed: bigint) {
    this.#a = Number(BigInt.asIntN(32, seed));
    this.#b = Number(BigInt.asIntN(32, seed >> WORD_BITS));
    for (let round = 0; round < WARM_UP_ROUNDS; round += 1) {
      this.next();
    }
  }

  /** 32 random bits, as a number from 0 on. */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A number from 0 up to, not including, `end`, which is below 2^21; its bias is below 2^-11. */
  below(end: number): number {
    return Math.floor((this.next() / WORDS) * end);
  }
}

/** The seed of the k-th of many things that one seed decides: 32 bits. */
export function seedAt(seed: bigint, index: number): number {
  return new Prng(seed ^ (BigInt(index) << WORD_BITS)).next();
}
