/**
 * Conversions between hex, bytes and bigint.
 *
 * Owns the engine's inner spellings: addresses, slots and hashes are lower-case hex strings (they
 * are map keys), numbers are bigint, everything else is bytes. Does not check foreign input.
 *
 * Node's `Buffer` does the work: for 32 bytes it is several times faster than a loop in JavaScript.
 */
import type { Hex } from '../api/index.ts';

/** The bytes that `hex` spells; an odd number of digits is padded on the left. */
export function hexToBytes(hex: Hex): Uint8Array {
  const digits = hex.length % 2 === 0 ? hex.slice(2) : `0${hex.slice(2)}`;
  const buffer = Buffer.from(digits, 'hex');
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

/** Lower-case hex, two digits for each byte. */
export function bytesToHex(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`;
}

/** The number that `bytes` spells, most significant byte first; 0 when empty. */
export function bytesToBigInt(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(bytesToHex(bytes));
}

/** The shortest bytes that spell `value`, most significant first; none for 0 (RLP integers). */
export function bigIntToBytes(value: bigint): Uint8Array {
  return value === 0n ? new Uint8Array(0) : hexToBytes(`0x${value.toString(16)}`);
}

/** Hex of exactly `length` bytes, padded on the left. */
export function bigIntToHex(value: bigint, length: number): Hex {
  return `0x${value.toString(16).padStart(2 * length, '0')}`;
}

/** `value` in the shortest hex, as JSON-RPC spells a quantity. */
export function quantity(value: bigint | number): Hex {
  return `0x${value.toString(16)}`;
}

/** `hex` padded on the left to `length` bytes, lower case. */
export function padHex(hex: Hex, length: number): Hex {
  return `0x${hex
    .slice(2)
    .toLowerCase()
    .padStart(2 * length, '0')}`;
}

/** `bytes` padded on the left to `length`; returned as they are when long enough. */
export function padBytes(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length >= length) {
    return bytes;
  }
  const padded = new Uint8Array(length);
  padded.set(bytes, length - bytes.length);
  return padded;
}

/** One array holding `parts` one after the other. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
