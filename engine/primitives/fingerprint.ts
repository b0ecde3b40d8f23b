/**
 * Fingerprints of states: 96 bits that tell one from another.
 *
 * Owns the mixing of words into three hashes. What is alike up to an order that means nothing is
 * given part by part: parts are summed, so that no order shows. Two different states are taken for
 * one with a probability of 2^-96, of 2^-64 where they differ only in what was captured or read,
 * which enters by names of 64 bits; two parts of 2^-53. It says "explored", not "proved".
 */

const FIRST_PRIME = 0x9e3779b1;
const SECOND_PRIME = 0x85ebca6b;
const THIRD_PRIME = 0xc2b2ae35;
/** A double holds 53 bits exactly: 32 of one hash and 21 of another. */
const HIGH = 2 ** 21;
const LOW_SHIFT = 11;

/** Words on their way into a fingerprint. */
export class Fingerprint {
  /** The three hashes so far, each of 32 bits. */
  first = 0;
  second = 0;
  third = 0;
  #first = 0;
  #second = 0;
  #third = 0;

  /** Begins anew. */
  clear(): void {
    this.first = 0;
    this.second = 0;
    this.third = 0;
    this.beginPart();
  }

  /** What is added from now on is one part. */
  beginPart(): void {
    this.#first = 1;
    this.#second = 2;
    this.#third = 3;
  }

  /** Adds a word to the part. */
  add(word: number): void {
    const first = Math.imul(this.#first ^ word, FIRST_PRIME);
    this.#first = first ^ (first >>> 15);
    const second = Math.imul(this.#second ^ word, SECOND_PRIME);
    this.#second = second ^ (second >>> 13);
    const third = Math.imul(this.#third + word, THIRD_PRIME);
    this.#third = third ^ (third >>> 16);
  }

  /**
   * Ends the part: among other parts, whichever came first. Returns a number of 53 bits that tells
   * it apart.
   */
  endPart(): number {
    this.first = (this.first + this.#first) | 0;
    this.second = (this.second + this.#second) | 0;
    this.third = (this.third + this.#third) | 0;
    return (this.#first >>> 0) * HIGH + (this.#second >>> LOW_SHIFT);
  }
}
