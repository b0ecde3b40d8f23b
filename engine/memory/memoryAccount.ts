/**
 * One account as memory shows it at an index, field by field.
 *
 * All fields are looked up in one step, so that they belong together; one that is not ready says so
 * and disturbs only who uses it.
 */
import type { Address } from '../api/index.ts';
import { type Substance, existence, substance } from './factCheck.ts';
import type { Resolved, Resolver } from './resolve.ts';

/** Fields of one account, each ready or not. */
export interface MemoryAccount extends Substance {
  readonly exists: Resolved<boolean>;
  readonly hasStorage: Resolved<boolean>;
  /** Before the block: see `AccountSnapshot`. */
  readonly isRich: boolean;
}

/** Reads all fields of an account just below `txIndex`. */
export function readAccount(resolver: Resolver, txIndex: number, address: Address): MemoryAccount {
  const account = resolver.locations.account(address);
  const fields = substance(resolver, txIndex, account);
  // Written out: a spread costs more than all the reading.
  return {
    nonce: fields.nonce,
    codeHash: fields.codeHash,
    balance: fields.balance,
    exists: existence(resolver.keepsBase(txIndex, account), fields),
    hasStorage: resolver.hasStorage(txIndex, account),
    isRich: resolver.isRich(account),
  };
}
