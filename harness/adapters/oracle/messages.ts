/**
 * What stock code's error messages mean.
 *
 * Owns the table from messages of `@ethereumjs/{tx,vm}` 10.1.3 to canonical reasons: one row a
 * message. Stock code throws text without codes, so a message that is not in the table is reported
 * as a failure of the oracle and never guessed at.
 */
import type { BlockReason, TransactionReason } from '#engine/api/index.js';

/** A message, told by its beginning, and the reasons it can stand for. */
export interface MessageRow<R> {
  readonly pattern: RegExp;
  /** More than one where stock code has one message for what the specifications tell apart. */
  readonly reasons: readonly R[];
}

/** Messages about one transaction: first those of its constructor, then those of `runTx`. */
export const TRANSACTION_MESSAGES: readonly MessageRow<TransactionReason>[] = [
  {
    pattern: /^EIP-(1559|4844|7702) not enabled on Common/,
    reasons: ['TransactionException.TYPE_NOT_SUPPORTED'],
  },
  {
    pattern: /^nonce cannot equal or exceed MAX_UINT64/,
    reasons: ['TransactionException.NONCE_IS_MAX'],
  },
  {
    // No block has that much gas: its own limit stays below 2^63.
    pattern: /^gasLimit cannot exceed MAX_UINT64/,
    reasons: ['TransactionException.GAS_ALLOWANCE_EXCEEDED'],
  },
  {
    pattern: /^Transaction gas limit \d+ exceeds the maximum allowed by EIP-7825/,
    reasons: ['TransactionException.GAS_LIMIT_EXCEEDS_MAXIMUM'],
  },
  {
    pattern: /^the initcode size of this transaction is too large/,
    reasons: ['TransactionException.INITCODE_SIZE_EXCEEDED'],
  },
  {
    // In place of the first chain stock code prints the source of a method, line breaks and all.
    pattern: /^Common chain ID [^]* not matching the derived chain ID/,
    reasons: ['TransactionException.INVALID_CHAINID'],
  },
  {
    pattern: /^Incompatible EIP155-based V/,
    reasons: ['TransactionException.INVALID_CHAINID'],
  },
  {
    pattern: /^Legacy txs need either v = 27\/28 or v >= 37/,
    reasons: ['TransactionException.INVALID_SIGNATURE_VRS'],
  },
  {
    pattern: /^The y-parity of the transaction should either be 0 or 1/,
    reasons: ['TransactionException.INVALID_SIGNATURE_VRS'],
  },
  {
    // Both the high s of EIP-2 and a signature that no key can have made.
    pattern: /^Invalid Signature/,
    reasons: ['TransactionException.INVALID_SIGNATURE_VRS'],
  },
  {
    pattern: /^gas ?[lL]imit \* (gasPrice|maxFeePerGas) cannot exceed MAX_INTEGER/,
    reasons: ['TransactionException.GASLIMIT_PRICE_PRODUCT_OVERFLOW'],
  },
  {
    pattern: /^maxFeePerGas cannot be less than maxPriorityFeePerGas/,
    reasons: ['TransactionException.PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS'],
  },
  {
    pattern: /^versioned hash does not start with KZG commitment version/,
    reasons: ['TransactionException.TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH'],
  },
  {
    pattern: /^tx causes total blob gas of \d+ to exceed maximum blob gas per block/,
    reasons: ['TransactionException.TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED'],
  },
  {
    pattern: /^\d+ blobs exceeds max \d+ blobs per tx \(EIP-7594\)/,
    reasons: ['TransactionException.TYPE_3_TX_BLOB_COUNT_EXCEEDED'],
  },
  {
    pattern: /^tx should contain at least one blob/,
    reasons: ['TransactionException.TYPE_3_TX_ZERO_BLOBS'],
  },
  {
    pattern: /^tx should have a "to" field and cannot be used to create contracts/,
    reasons: [
      'TransactionException.TYPE_3_TX_CONTRACT_CREATION',
      'TransactionException.TYPE_4_TX_CONTRACT_CREATION',
    ],
  },
  {
    pattern: /^Invalid EIP-7702 transaction: authorization list is empty/,
    reasons: ['TransactionException.TYPE_4_EMPTY_AUTHORIZATION_LIST'],
  },
  {
    pattern: /^tx has a higher gas limit than the block/,
    reasons: ['TransactionException.GAS_ALLOWANCE_EXCEEDED'],
  },
  {
    pattern: /^INTRINSIC_GAS_TOO_LOW: tx gas limit \d+ is lower than the minimum gas limit/,
    reasons: [
      'TransactionException.INTRINSIC_GAS_TOO_LOW',
      'TransactionException.INTRINSIC_GAS_BELOW_FLOOR_GAS_COST',
    ],
  },
  {
    pattern:
      /^Transaction's (maxFeePerGas|gasPrice) \(\d+\) is less than the block's baseFeePerGas/,
    reasons: ['TransactionException.INSUFFICIENT_MAX_FEE_PER_GAS'],
  },
  {
    pattern: /^invalid sender address, address is not EOA \(EIP-3607\)/,
    reasons: ['TransactionException.SENDER_NOT_EOA'],
  },
  {
    pattern: /^sender doesn't have enough funds to send tx/,
    reasons: ['TransactionException.INSUFFICIENT_ACCOUNT_FUNDS'],
  },
  {
    pattern: /^Transaction's maxFeePerBlobGas \d+\) is less than block blobGasPrice/,
    reasons: ['TransactionException.INSUFFICIENT_MAX_FEE_PER_BLOB_GAS'],
  },
  {
    pattern: /^the tx doesn't have the correct nonce/,
    reasons: [
      'TransactionException.NONCE_MISMATCH_TOO_LOW',
      'TransactionException.NONCE_MISMATCH_TOO_HIGH',
    ],
  },
];

/** Messages about a whole block, from `runBlock`. */
export const BLOCK_MESSAGES: readonly MessageRow<BlockReason>[] = [
  {
    pattern: /^invalid deposit log: unsupported data layout/,
    reasons: ['BlockException.INVALID_DEPOSIT_EVENT_LAYOUT'],
  },
];

/** The reasons a message can stand for; none when the table does not know it. */
export function reasonsOfMessage<R>(message: string, rows: readonly MessageRow<R>[]): readonly R[] {
  return rows.find((row) => row.pattern.test(message))?.reasons ?? [];
}
