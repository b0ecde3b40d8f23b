/**
 * The child that gadget programs make: it runs programs itself, in its own place.
 *
 * Owns its code, which hands everything to the one interpreter at a fixed address. It can end and
 * be made anew at the same address, with other storage each time.
 */
import type { Address, Bytes } from '#engine/api/index.js';
import { initcode } from '../assembly/initcode.ts';
import { assemble } from '../assembly/assemble.ts';

/** Where the interpreter stands that children run. */
export const INTERPRETER_ADDRESS: Address = `0x${'9adc0de'.padStart(40, '0')}`;

/** Code of a child. */
export const CHILD: Bytes = assemble(`
  CALLDATASIZE 0 0 CALLDATACOPY
  0x20 0 CALLDATASIZE 0 ${INTERPRETER_ADDRESS} GAS DELEGATECALL
  @answered JUMPI
  0x20 0 REVERT
answered:
  0x20 0 RETURN
`);

/** Makes a child. */
export const CHILD_INITCODE: Bytes = initcode(CHILD);
