/**
 * Hex strings from numbers and bytes, and back.
 *
 * Owns the spelling that `engine/api/hex.ts` prescribes: shortest quantities, lower-case bytes.
 * Does not read foreign input: what comes in was made by generators, so a bad string is a
 * programmer error and throws.
 */
import type { Bytes, Bytes32, Hex, Quantity } from '#engine/api/index.js';

/** Spells a non-negative number as a quantity. Throws a `RangeError` for a negative one. */
export function quantity(value: bigint | number): Quantity {
  if (value < 0) throw new RangeError(`a quantity is not negative: ${value}`);
  return `0x${value.toString(16)}`;
}

/** Spells bytes, two digits each. */
export function bytesToHex(bytes: Uint8Array): Bytes {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;
}

/** Reads bytes; an odd digit count is read as if a zero stood before. */
export function hexToBytes(hex: Hex): Uint8Array {
  const digits = hex.length % 2 === 0 ? hex.slice(2) : `0${hex.slice(2)}`;
  const bytes = Buffer.from(digits, 'hex');
  if (bytes.length * 2 !== digits.length) throw new TypeError(`not hexadecimal: ${hex}`);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Spells a number, or a shorter hex string, as a 32-byte word, zeros on the left. */
export function word(value: bigint | number | Hex): Bytes32 {
  const digits = typeof value === 'string' ? value.slice(2).toLowerCase() : value.toString(16);
  if (digits.length > 64) throw new RangeError(`more than 32 bytes: ${value}`);
  return `0x${digits.padStart(64, '0')}`;
}

/** Joins hex strings of whole bytes. */
export function concatHex(...parts: readonly Hex[]): Bytes {
  return `0x${parts.map((part) => part.slice(2)).join('')}`;
}

/** How many bytes a hex string of whole bytes holds. */
export function byteLength(hex: Bytes): number {
  return (hex.length - 2) / 2;
}
