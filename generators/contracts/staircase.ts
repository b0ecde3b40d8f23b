/**
 * A staircase: where a call reads and writes is known only once the call before has run.
 *
 * Owns a storage of doors and of what stands where a door points to. A door holds a pointer; where
 * it points stands the number of the next door; the call writes there the pointer that comes next.
 * Who finds an old pointer behind its door opens a wrong one, and nobody can tell from outside.
 */
import type { Bytes, Bytes32 } from '#engine/api/index.js';
import { hashOf } from '../build/address.ts';
import { assemble } from '../assembly/assemble.ts';
import { encodeWords } from './calls.ts';

/** Runtime code. Call data: the slot of the caller's door. */
export const STAIRCASE: Bytes = assemble(`
  0 CALLDATALOAD SLOAD                ; pointer
  DUP1 SLOAD                          ; pointer door: the next one, by what stands there
  SWAP1 0 MSTORE 0x20 0 KECCAK256     ; door pointer: the next one, by hash
  SWAP1 SSTORE                        ; what is behind the next door
  STOP
`);

/** Call data. */
export function stairCall(door: bigint): Bytes {
  return encodeWords(door);
}

/** The pointer that a call writes which found `pointer`. */
export function pointerAfter(pointer: Bytes32): Bytes32 {
  return hashOf(pointer);
}
