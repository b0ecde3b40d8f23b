/**
 * Why a transaction or a block is invalid.
 *
 * The names are those of the execution-spec-tests exceptions, so that a fixture's `expectException`
 * and an engine's answer are compared without a table. A rejection is data, never an exception.
 */

/** A rule that one transaction breaks. The EIP that states it stands beside the name. */
export type TransactionReason =
  | 'TransactionException.TYPE_NOT_SUPPORTED' // EIP-2718: envelope unknown under this fork
  | 'TransactionException.INVALID_CHAINID' // EIP-155, EIP-2930
  | 'TransactionException.INVALID_SIGNATURE_VRS' // EIP-2 (low s), secp256k1
  | 'TransactionException.NONCE_IS_MAX' // EIP-2681
  | 'TransactionException.NONCE_MISMATCH_TOO_LOW'
  | 'TransactionException.NONCE_MISMATCH_TOO_HIGH'
  | 'TransactionException.SENDER_NOT_EOA' // EIP-3607
  | 'TransactionException.INSUFFICIENT_ACCOUNT_FUNDS'
  | 'TransactionException.GASLIMIT_PRICE_PRODUCT_OVERFLOW' // gas x price exceeds 256 bits
  | 'TransactionException.INTRINSIC_GAS_TOO_LOW' // Yellow Paper section 6
  | 'TransactionException.INTRINSIC_GAS_BELOW_FLOOR_GAS_COST' // EIP-7623
  | 'TransactionException.GAS_LIMIT_EXCEEDS_MAXIMUM' // EIP-7825
  | 'TransactionException.GAS_ALLOWANCE_EXCEEDED' // no room left in the block's gas
  | 'TransactionException.INITCODE_SIZE_EXCEEDED' // EIP-3860
  | 'TransactionException.INSUFFICIENT_MAX_FEE_PER_GAS' // EIP-1559: below the base fee
  | 'TransactionException.PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS' // EIP-1559
  | 'TransactionException.INSUFFICIENT_MAX_FEE_PER_BLOB_GAS' // EIP-4844
  | 'TransactionException.TYPE_3_TX_ZERO_BLOBS' // EIP-4844
  | 'TransactionException.TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH' // EIP-4844
  | 'TransactionException.TYPE_3_TX_BLOB_COUNT_EXCEEDED' // EIP-7594: per transaction
  | 'TransactionException.TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED' // EIP-4844: per block
  | 'TransactionException.TYPE_3_TX_CONTRACT_CREATION' // EIP-4844
  | 'TransactionException.TYPE_4_EMPTY_AUTHORIZATION_LIST' // EIP-7702
  | 'TransactionException.TYPE_4_TX_CONTRACT_CREATION'; // EIP-7702

/** A rule that a block breaks as a whole while it executes. */
export type BlockReason =
  | 'BlockException.SYSTEM_CONTRACT_EMPTY' // EIP-7002, EIP-7251: no code at the predeploy
  | 'BlockException.SYSTEM_CONTRACT_CALL_FAILED' // EIP-7002, EIP-7251
  | 'BlockException.INVALID_DEPOSIT_EVENT_LAYOUT'; // EIP-6110

/** A transaction that was not included, and why. */
export interface RejectedTransaction {
  /** TxIndex: position in the block as given, from 0. */
  readonly index: number;
  readonly reason: TransactionReason;
}

/** The first thing, in block order, that makes a block invalid. */
export type Rejection =
  | { readonly kind: 'transaction'; readonly index: number; readonly reason: TransactionReason }
  | { readonly kind: 'block'; readonly reason: BlockReason };
