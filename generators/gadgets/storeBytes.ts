/**
 * Bytes into memory, word by word.
 *
 * Owns assembly for data that a program has at hand without a place of its own in the code.
 */
import type { Bytes } from '#engine/api/index.js';
import { byteLength } from '../build/hex.ts';

const WORD_DIGITS = 64;

/** Assembly that stores `bytes`, padded to whole words, from the offset `at` on. */
export function storeBytes(bytes: Bytes, at: number): string {
  const words = Math.ceil(byteLength(bytes) / 32);
  return Array.from({ length: words }, (_, index) => {
    const digits = bytes.slice(2 + index * WORD_DIGITS, 2 + (index + 1) * WORD_DIGITS);
    return `0x${digits.padEnd(WORD_DIGITS, '0')} ${at + 32 * index} MSTORE`;
  }).join('\n');
}
