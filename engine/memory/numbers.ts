/**
 * Whole numbers in shared words: sign and length first, then limbs, least significant first.
 *
 * Owns the only translation between them and bigint. Deltas span 257 bits, and the balances that a
 * doomed incarnation sees may be negative or larger than any account's; none may pass for another,
 * so that nothing is taken modulo 2^256. Most numbers are small, and cost no more than they need.
 */
import type { Arena } from '../primitives/arena.ts';
import { invariant } from '../primitives/invariant.ts';

const LIMBS = 5;
const LIMB_BITS = 64n;
const WORDS_PER_LIMB = 2;
/** The first word counts limbs, negative for a negative number; the second keeps limbs aligned. */
const HEADER_WORDS = 2;

/** Words of one number; its offset is even. */
export const NUMBER_WORDS: number = HEADER_WORDS + WORDS_PER_LIMB * LIMBS;

/** Writes `value` at word `offset`. */
export function writeNumber(arena: Arena, offset: number, value: bigint): void {
  const { words, limbs } = arena;
  const first = (offset + HEADER_WORDS) / WORDS_PER_LIMB;
  let rest = value < 0n ? -value : value;
  let count = 0;
  while (rest > 0n) {
    invariant(count < LIMBS, 'a number fits its words', { value });
    // The array keeps the low 64 bits of what it is given.
    limbs[first + count] = rest;
    rest >>= LIMB_BITS;
    count += 1;
  }
  words[offset] = value < 0n ? -count : count;
}

/** The number at word `offset`. */
export function readNumber(arena: Arena, offset: number): bigint {
  const { words, limbs } = arena;
  const first = (offset + HEADER_WORDS) / WORDS_PER_LIMB;
  const signedCount = words[offset] ?? 0;
  const count = Math.abs(signedCount);
  let value = 0n;
  for (let i = count - 1; i >= 0; i -= 1) {
    const limb = limbs[first + i] ?? 0n;
    value = value === 0n ? limb : (value << LIMB_BITS) | limb;
  }
  return signedCount < 0 ? -value : value;
}
