/**
 * One-purpose contracts whose whole behaviour is in their name.
 *
 * Owns the parametric one-liners that cases are put together from.
 */
import type { Bytes } from '#engine/api/index.js';
import { quantity } from '../build/hex.ts';
import { assemble } from '../assembly/assemble.ts';

/** Stores `value` at `slot`, whatever it is called with. */
export function storing(slot: bigint, value: bigint): Bytes {
  return assemble(`${quantity(value)} ${quantity(slot)} SSTORE STOP`);
}

/** Stores the word at byte 32 of its call data at the slot in the first word. */
export const SETTER: Bytes = assemble('0x20 CALLDATALOAD 0 CALLDATALOAD SSTORE STOP');

/** Adds the ether it is sent, in wei, to slot 0. */
export const DONATION_BOX: Bytes = assemble('0 SLOAD CALLVALUE ADD 0 SSTORE STOP');

/** Reverts with no data. */
export const REVERTER: Bytes = assemble('0 0 REVERT');

/** Uses up all its gas at once. */
export const GAS_BURNER: Bytes = assemble('INVALID');

/** Logs its caller as a topic, with no data. */
export const CALLER_LOGGER: Bytes = assemble('CALLER 0 0 LOG1 STOP');
