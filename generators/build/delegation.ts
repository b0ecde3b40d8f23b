/**
 * Delegation designators and what they cost (EIP-7702).
 *
 * Owns the code that an account has after it delegated, and the two gas constants of the EIP.
 */
import type { Address, Bytes } from '#engine/api/index.js';
import { concatHex } from './hex.ts';

/** Charged for each authorisation, valid or not, in gas. */
export const AUTHORIZATION_GAS = 25_000n;
/** Given back for each valid authorisation of an account that exists, in gas. */
export const EXISTING_AUTHORITY_REFUND = 12_500n;
/** Clears a delegation. */
export const NO_DELEGATION: Address = '0x0000000000000000000000000000000000000000';

/** The code of an account that delegates to `address`. */
export function designator(address: Address): Bytes {
  return concatHex('0xef0100', address);
}
