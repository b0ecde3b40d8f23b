/**
 * Contracts that end, and may begin again at the same address.
 *
 * Owns a child with a memory and a self-destruct, and the metamorphic init code that gives one
 * CREATE2 address different codes. SELFDESTRUCT before and after EIP-6780; EIP-1014.
 */
import type { Address, Bytes } from '#engine/api/index.js';
import { assemble } from '../assembly/assemble.ts';
import { initcode } from '../assembly/initcode.ts';
import { encodeWords } from './calls.ts';

/** Self-destructs in favour of the address in its call data. */
export const SELF_DESTRUCTOR: Bytes = assemble('0 CALLDATALOAD SELFDESTRUCT');

const WRITE = 1n;
const DESTROY = 2n;
const READ = 3n;

/** A child with one slot: writes it, reads it, self-destructs. Anything else only receives. */
export const MORTAL: Bytes = assemble(`
  0 CALLDATALOAD
  DUP1 ${WRITE} EQ @write JUMPI
  DUP1 ${DESTROY} EQ @destroy JUMPI
  ${READ} EQ @read JUMPI
  STOP
write:
  0x20 CALLDATALOAD 0 SSTORE STOP
destroy:
  0x20 CALLDATALOAD SELFDESTRUCT
read:
  0 SLOAD 0 MSTORE 0x20 0 RETURN
`);

/** Init code of the child. */
export const MORTAL_INITCODE: Bytes = initcode(MORTAL);

/** Call data: store `value` in the child's slot. */
export function writeCall(value: bigint): Bytes {
  return encodeWords(WRITE, value);
}

/** Call data: self-destruct in favour of `heir`. */
export function destroyCall(heir: Address): Bytes {
  return encodeWords(DESTROY, heir);
}

/** Call data: return the child's slot. */
export function readCall(): Bytes {
  return encodeWords(READ);
}

/** Keeps an address: returns it when called without call data, else takes the new one. */
export const REGISTRY: Bytes = assemble(`
  CALLDATASIZE @set JUMPI
  0 SLOAD 0 MSTORE 0x20 0 RETURN
set:
  0 CALLDATALOAD 0 SSTORE STOP
`);

/** Init code that takes over the code of whatever account the registry names at that moment. */
export function metamorphicInitcode(registry: Address): Bytes {
  return assemble(`
    0x20 0 0 0 ${registry} GAS STATICCALL POP
    0 MLOAD                                     ; implementation
    DUP1 EXTCODESIZE                            ; implementation size
    DUP1 0 0 DUP5 EXTCODECOPY
    0 RETURN
  `);
}
