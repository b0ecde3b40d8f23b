/**
 * Contracts that look at accounts and store what they saw.
 *
 * Owns observers only: the way a block makes a stale view of the state visible in its state root.
 * EIP-1052 (EXTCODEHASH), EIP-1884 (SELFBALANCE).
 */
import type { Address, Bytes } from '#engine/api/index.js';
import { concatHex } from '../build/hex.ts';
import { assemble } from '../assembly/assemble.ts';
import { encodeWords } from './calls.ts';

/**
 * Looks at an account: stores its balance at slot `base`, the size of its code at `base + 1` and
 * the hash of its code at `base + 2`.
 */
export const ACCOUNT_PROBE: Bytes = assemble(`
  0x20 CALLDATALOAD                            ; base
  0 CALLDATALOAD BALANCE      DUP2       SSTORE
  0 CALLDATALOAD EXTCODESIZE  DUP2 1 ADD SSTORE
  0 CALLDATALOAD EXTCODEHASH  DUP2 2 ADD SSTORE
  STOP
`);

/** Call data of the account probe. */
export function accountProbeCall(address: Address, base: bigint): Bytes {
  return encodeWords(address, base);
}

/** Stores the beneficiary's balance at the slot in its call data. */
export const BENEFICIARY_PROBE: Bytes = assemble('COINBASE BALANCE 0 CALLDATALOAD SSTORE STOP');

/** Stores its own balance at the slot in its call data; without call data it only receives. */
export const SELF_PROBE: Bytes = assemble(`
  CALLDATASIZE @look JUMPI STOP
look:
  SELFBALANCE 0 CALLDATALOAD SSTORE STOP
`);

/**
 * Asks an account and stores the word it answers, plus one, at a slot: 1 when it answers nothing, 0
 * when the call fails. Call data: target, slot, then the call data to pass on.
 */
export const READER: Bytes = assemble(`
  0x40 CALLDATASIZE SUB                         ; size
  DUP1 0x40 0 CALLDATACOPY
  0x20 0x0200 DUP3 0 0 0 CALLDATALOAD GAS CALL
  @answered JUMPI
  0 0x20 CALLDATALOAD SSTORE STOP
answered:
  0x0200 MLOAD 1 ADD 0x20 CALLDATALOAD SSTORE STOP
`);

/** Call data of the reader; `input` is at most 512 bytes. */
export function readerCall(target: Address, slot: bigint, input: Bytes): Bytes {
  return concatHex(encodeWords(target, slot), input);
}
