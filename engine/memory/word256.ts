/**
 * 256-bit numbers in shared words: four limbs, least significant first.
 *
 * Owns the only translation between them and bigint. Deltas are signed, everything else is not.
 */
import type { Arena } from '../primitives/arena.ts';

/** Words of one number; its offset is even. */
export const WORD256_WORDS = 8;

const LIMBS = 4;
const LIMB_BITS = 64n;
const LIMB_MASK = 2n ** LIMB_BITS - 1n;

/** Writes `value` modulo 2^256 at word `offset`. */
export function writeWord256(arena: Arena, offset: number, value: bigint): void {
  const first = offset / 2;
  let rest = value;
  for (let i = 0; i < LIMBS; i += 1) {
    arena.limbs[first + i] = rest & LIMB_MASK;
    rest >>= LIMB_BITS;
  }
}

/** The unsigned number at word `offset`. */
export function readWord256(arena: Arena, offset: number): bigint {
  const first = offset / 2;
  const { limbs } = arena;
  let value = limbs[first + 3] ?? 0n;
  for (let i = LIMBS - 2; i >= 0; i -= 1) {
    value = (value << LIMB_BITS) | (limbs[first + i] ?? 0n);
  }
  return value;
}

/** The signed number at word `offset`. */
export function readSignedWord256(arena: Arena, offset: number): bigint {
  return BigInt.asIntN(256, readWord256(arena, offset));
}
