/**
 * One account as memory shows it at an index, field by field.
 *
 * All fields are looked up in one step, so that they belong together; one that is not ready says so
 * and disturbs only who uses it.
 */
import type { Address } from '../api/index.ts';
import { existence } from './factCheck.ts';
import type { Resolved, Resolver } from './resolve.ts';

/** Fields of one account, each ready or not. */
export interface MemoryAccount {
  readonly exists: Resolved<boolean>;
  readonly nonce: Resolved<bigint>;
  /** In wei. */
  readonly balance: Resolved<bigint>;
  /** As a number. */
  readonly codeHash: Resolved<bigint>;
  readonly hasStorage: Resolved<boolean>;
  /** Before the block: see `AccountSnapshot`. */
  readonly isRich: boolean;
}

/** Reads all fields of an account just below `txIndex`. */
export function readAccount(resolver: Resolver, txIndex: number, address: Address): MemoryAccount {
  return {
    exists: existence(resolver, txIndex, { address }),
    nonce: resolver.nonce(txIndex, address),
    balance: resolver.balance(txIndex, address),
    codeHash: resolver.codeHash(txIndex, address),
    hasStorage: resolver.hasStorage(txIndex, address),
    isRich: resolver.isRich(address),
  };
}
