/**
 * Instructions that push what a frame knows.
 *
 * A table: owns which opcode pushes which name. Instructions whose result no hint needs (gas left,
 * gas price, block hashes) are not in it and push something unknown.
 */
import type { EnvironmentName } from './expressions.ts';

/** Names by opcode. */
export const ENVIRONMENT_CODES: ReadonlyMap<number, EnvironmentName> = new Map([
  [0x30, 'address'],
  [0x32, 'origin'],
  [0x33, 'caller'],
  [0x34, 'callvalue'],
  [0x36, 'calldatasize'],
  [0x38, 'codesize'],
  [0x41, 'beneficiary'],
  [0x42, 'timestamp'],
  [0x43, 'number'],
  [0x44, 'prevrandao'],
  [0x45, 'gaslimit'],
  [0x46, 'chainid'],
  [0x48, 'basefee'],
]);
