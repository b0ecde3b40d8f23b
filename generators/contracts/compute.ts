/**
 * Work: a loop of hashes, without conflicts or with nothing else.
 *
 * Owns a contract that stores its digest in a slot of the caller's own, and one that begins where
 * the call before it has ended.
 */
import type { Bytes } from '#engine/api/index.js';
import { assemble } from '../assembly/assemble.ts';
import { encodeWords } from './calls.ts';

/** Runtime code, 74 gas a round. Call data: rounds, at least one, and the word to start from. */
export const COMPUTE: Bytes = assemble(`
  0x20 CALLDATALOAD 0 MSTORE
  0 CALLDATALOAD                      ; rounds left
loop:
  0x20 0 KECCAK256 0 MSTORE
  1 SWAP1 SUB DUP1 @loop JUMPI
  0 MLOAD CALLER SSTORE
  STOP
`);

/** The same in a chain: it starts from slot 0 too, and leaves its digest there. */
export const COMPUTE_IN_CHAIN: Bytes = assemble(`
  0x20 CALLDATALOAD 0 SLOAD ADD 0 MSTORE
  0 CALLDATALOAD                      ; rounds left
loop:
  0x20 0 KECCAK256 0 MSTORE
  1 SWAP1 SUB DUP1 @loop JUMPI
  0 MLOAD 0 SSTORE
  STOP
`);

/** Call data. */
export function computeCall(rounds: bigint, start: bigint): Bytes {
  return encodeWords(rounds, start);
}
