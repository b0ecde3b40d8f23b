/**
 * Init code: programs that run once and return the code of a new contract.
 *
 * Owns the usual copy-and-return prologue. A contract with a constructor of its own puts that
 * source before the prologue.
 */
import type { Bytes } from '#engine/api/index.js';
import { byteLength } from '../build/hex.ts';
import { assemble } from './assemble.ts';

/**
 * Init code that runs `constructor` (assembly that leaves the stack as it was and does not end)
 * and then returns `runtime`.
 */
export function initcode(runtime: Bytes, constructor = ''): Bytes {
  const size = `0x${byteLength(runtime).toString(16).padStart(6, '0')}`;
  const program = (prologueSize: number): Bytes =>
    assemble(`
      ${constructor}
      ${size} DUP1 0x${prologueSize.toString(16).padStart(4, '0')} 0 CODECOPY 0 RETURN
      #${runtime}
    `);
  // The offset is pushed with two bytes whatever it is, so a first pass measures the prologue.
  const prologueSize = byteLength(program(0)) - byteLength(runtime);
  return program(prologueSize);
}
