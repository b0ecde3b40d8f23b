/**
 * Signed transactions as t8n writes them in `txs.json`.
 *
 * One type for each EIP-2718 envelope, told apart by `type`. The sender is never trusted from
 * outside but recovered from the signature; only where there is none, as in some snapshots of real
 * blocks, a transaction names it.
 */
import type { Address, Bytes, Bytes32, Hex, Quantity } from './hex.ts';

/** One entry of an EIP-2930 access list. */
export interface AccessListEntry {
  readonly address: Address;
  readonly storageKeys: readonly Bytes32[];
}

/** A signed EIP-7702 authorisation: "my account runs the code at `address`". */
export interface Authorization {
  readonly chainId: Quantity;
  /** The code to delegate to; the zero address clears a delegation. */
  readonly address: Address;
  /** The authority's nonce at the time the authorisation is applied. */
  readonly nonce: Quantity;
  readonly v: Quantity;
  readonly r: Quantity;
  readonly s: Quantity;
}

interface TransactionCommon {
  readonly nonce: Quantity;
  /** Gas limit, in gas. */
  readonly gas: Quantity;
  /** Receiver; `null` creates a contract. */
  readonly to: Address | null;
  /** In wei. */
  readonly value: Quantity;
  readonly input: Bytes;
  /** Legacy: 27, 28 or EIP-155 (`chainId * 2 + 35`). Typed: the y parity, 0 or 1. */
  readonly v: Quantity;
  readonly r: Quantity;
  readonly s: Quantity;
  /** Who sent it, where there is no signature: `v`, `r` and `s` are zero. Else not looked at. */
  readonly sender?: Address;
}

/** Before EIP-2718; replay protection by `v` (EIP-155) or none. */
export interface LegacyTransaction extends TransactionCommon {
  readonly type: '0x0';
  /** In wei per gas. */
  readonly gasPrice: Quantity;
}

/** EIP-2930. */
export interface AccessListTransaction extends TransactionCommon {
  readonly type: '0x1';
  readonly chainId: Quantity;
  /** In wei per gas. */
  readonly gasPrice: Quantity;
  readonly accessList: readonly AccessListEntry[];
}

interface FeeMarketFields extends TransactionCommon {
  readonly chainId: Quantity;
  /** In wei per gas. */
  readonly maxFeePerGas: Quantity;
  /** In wei per gas. */
  readonly maxPriorityFeePerGas: Quantity;
  readonly accessList: readonly AccessListEntry[];
}

/** EIP-1559. */
export interface FeeMarketTransaction extends FeeMarketFields {
  readonly type: '0x2';
}

/** EIP-4844, in its network-independent form: hashes only, no blobs. */
export interface BlobTransaction extends FeeMarketFields {
  readonly type: '0x3';
  /** In wei per blob gas. */
  readonly maxFeePerBlobGas: Quantity;
  readonly blobVersionedHashes: readonly Bytes32[];
}

/** EIP-7702. */
export interface SetCodeTransaction extends FeeMarketFields {
  readonly type: '0x4';
  readonly authorizationList: readonly Authorization[];
}

/** A signed transaction; which envelope it is, `type` says. */
export type Transaction =
  | LegacyTransaction
  | AccessListTransaction
  | FeeMarketTransaction
  | BlobTransaction
  | SetCodeTransaction;

/** A 32-byte hash of a signed transaction's envelope. */
export type TransactionHash = Hex;
