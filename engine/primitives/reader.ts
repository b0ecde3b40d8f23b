/**
 * The port through which an incarnation sees the state before its transaction.
 *
 * Implemented by whatever holds that state: the committed state when transactions run in order, the
 * multi-version memory when they do not. An answer may come later (a promise) when the value is not
 * ready yet; within one incarnation the same question always has the same answer.
 */
import type { Address, Bytes32 } from '../api/index.ts';

/** All fields of one account at one moment. */
export interface AccountSnapshot {
  /** Whether the account has a leaf in the state trie. */
  readonly exists: boolean;
  readonly nonce: bigint;
  /** In wei. */
  readonly balance: bigint;
  readonly codeHash: Bytes32;
  /** Whether any slot is not zero. */
  readonly hasStorage: boolean;
  /**
   * Whether a payment could overflow 256 bits: the balance is, or was before the block, 2^255 wei
   * or more. Ether in existence is far below, so that only made-up states are rich. Not a read.
   */
  readonly isRich: boolean;
}

/** Balances from here on are rich, in wei. */
export const RICH_FROM: bigint = 2n ** 255n;

/** Reads of the state before a transaction. */
export interface StateReader {
  /** An absent account is all zero and empty, with `exists` false. */
  account(address: Address): AccountSnapshot | Promise<AccountSnapshot>;
  /** 0 when never written. */
  slot(address: Address, slot: Bytes32): bigint | Promise<bigint>;
  /** The code with this hash; never asked for a hash that no account had. */
  code(hash: Bytes32): Uint8Array | Promise<Uint8Array>;
}
