/**
 * Seeded randomness for generators.
 *
 * Owns a stream that is a function of its seed and nothing else: the k-th draw hashes seed and k.
 * Not for secrets, and not fast; the draws of a block are few beside its signatures.
 */
import { wordNamed } from './address.ts';

/** Draws an integer in `[0, end)`. Throws a `RangeError` unless `end` is positive. */
export type Random = (end: bigint) => bigint;

/** A stream of draws. Streams of different seeds or different names are independent. */
export function createRandom(seed: number, name: string): Random {
  let drawn = 0;
  return (end) => {
    if (end <= 0n) throw new RangeError(`nothing to draw below ${end}`);
    drawn += 1;
    // The bias of the remainder is below 2^-128 for every bound a generator uses.
    return BigInt(wordNamed(`${name}/${seed}/${drawn}`)) % end;
  };
}
