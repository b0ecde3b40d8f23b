/**
 * Hex strings, the only spelling of numbers, addresses, hashes and bytes at the edges of Lockstep.
 *
 * Owns the aliases that say what a string holds. Does not parse or check: readers of foreign input
 * do that, and everything behind them may rely on it.
 * Spelling follows the execution JSON-RPC specification (hex value encoding).
 */

/** Any 0x-prefixed hexadecimal string. */
export type Hex = `0x${string}`;

/** A number in wei, gas or units, shortest form: `0x0`, `0x5208`. Readers also accept padding. */
export type Quantity = Hex;

/** 20 bytes, lower case. */
export type Address = Hex;

/** 32 bytes, lower case: a hash, a root, a storage slot. */
export type Bytes32 = Hex;

/** Bytes of any length, two digits each; `0x` when empty. */
export type Bytes = Hex;
