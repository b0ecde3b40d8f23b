/**
 * Call data: a selector and its arguments, as the contract ABI lays them out.
 *
 * Owns static arguments only (numbers and addresses, one word each); the contracts here take no
 * others but where they say so.
 */
import type { Bytes, Hex } from '#engine/api/index.js';
import { hashOf } from '../build/address.ts';
import { bytesToHex, concatHex, word } from '../build/hex.ts';

/** The hash of an event's signature, its first topic. */
export function eventTopic(signature: string): Hex {
  return hashOf(bytesToHex(new TextEncoder().encode(signature)));
}

/** The four bytes that choose a function, of a signature such as `transfer(address,uint256)`. */
export function selectorOf(signature: string): Hex {
  return `0x${eventTopic(signature).slice(2, 10)}`;
}

/** Call data of a function with one-word arguments. */
export function encodeCall(signature: string, ...values: readonly (bigint | Hex)[]): Bytes {
  return concatHex(selectorOf(signature), ...values.map((value) => word(value)));
}

/** Plain words, for the contracts that have no selectors. */
export function encodeWords(...values: readonly (bigint | Hex)[]): Bytes {
  return concatHex(...values.map((value) => word(value)));
}
