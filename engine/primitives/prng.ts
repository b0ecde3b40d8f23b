/**
 * Seeded random numbers.
 *
 * SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014): one
 * 64-bit word of state, the same sequence everywhere. Not for secrets.
 */

const MASK = 2n ** 64n - 1n;
const GAMMA = 0x9e3779b97f4a7c15n;

/** A stream of random numbers that its seed decides. */
export class Prng {
  #state: bigint;

  constructor(seed: bigint) {
    this.#state = seed & MASK;
  }

  /** 64 random bits. */
  next(): bigint {
    this.#state = (this.#state + GAMMA) & MASK;
    let mixed = this.#state;
    mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & MASK;
    return mixed ^ (mixed >> 31n);
  }

  /** A number from 0 up to, not including, `end`; the bias for small `end` is below 2^-32. */
  below(end: number): number {
    return Number(this.next() % BigInt(end));
  }
}
