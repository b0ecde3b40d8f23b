/**
 * The touch log: every account and slot that an incarnation came by.
 *
 * More than its read set: an account that is named and whose fields nobody used is touched all the
 * same. What block access lists are made of (EIP-7928). Fresh per incarnation.
 */
import type { Address, Bytes32 } from '../api/index.ts';

/** One account that was touched. */
export interface TouchedAccount {
  readonly address: Address;
  /** Ascending; read or written, or both. */
  readonly slots: readonly Bytes32[];
}

/** Accounts in ascending order. */
export type TouchLog = readonly TouchedAccount[];
