/**
 * Contracts that make contracts.
 *
 * Owns factories over CREATE and CREATE2 (EIP-1014) that store the address they got, zero when the
 * creation failed.
 */
import type { Bytes } from '#engine/api/index.js';
import { concatHex } from '../build/hex.ts';
import { assemble } from '../assembly/assemble.ts';
import { encodeWords } from './calls.ts';

/**
 * Creates by CREATE2 with the value it is sent. Call data: salt, then init code. Stores the new
 * address at the slot that the salt numbers.
 */
export const CREATE2_FACTORY: Bytes = assemble(`
  0x20 CALLDATASIZE SUB                         ; size
  DUP1 0x20 0 CALLDATACOPY
  0 CALLDATALOAD SWAP1 0 CALLVALUE CREATE2      ; address
  0 CALLDATALOAD SSTORE
  STOP
`);

/** Call data of the CREATE2 factory. */
export function create2Call(salt: bigint, initcode: Bytes): Bytes {
  return concatHex(encodeWords(salt), initcode);
}

/**
 * Creates by CREATE with the value in its first word, which it must own or be sent. Call data:
 * value, slot, then init code. Stores the new address at the slot.
 */
export const CREATE_FACTORY: Bytes = assemble(`
  0x40 CALLDATASIZE SUB                         ; size
  DUP1 0x40 0 CALLDATACOPY
  0 0 CALLDATALOAD CREATE                       ; address
  0x20 CALLDATALOAD SSTORE
  STOP
`);

/** Call data of the CREATE factory. */
export function createCall(request: {
  readonly initcode: Bytes;
  readonly value?: bigint;
  readonly slot?: bigint;
}): Bytes {
  const { initcode, value = 0n, slot = 0n } = request;
  return concatHex(encodeWords(value, slot), initcode);
}
