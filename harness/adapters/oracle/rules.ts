/**
 * The rules a transaction must obey, in the order in which they are judged.
 *
 * Owns that order, which decides the reason when several rules are broken at once: it is the order
 * of `validate_transaction` and `check_transaction` in the execution specifications. Stock code
 * judges in another order and stops at its first objection, so each rule is asked here on its own.
 * Does not run anything.
 */
import { MAX_INTEGER, MAX_UINT64 } from '@ethereumjs/util';
import type { TransactionReason } from '#engine/api/index.js';
import {
  type Judged,
  blobGasOf,
  costMax,
  floorGas,
  gasOf,
  hasInvalidSignature,
  hasLongInitcode,
  intrinsicGas,
  isForAnotherChain,
  isSentByContract,
  isUnknownType,
  maxFeePerGas,
} from './judged.ts';

interface Rule {
  readonly reason: TransactionReason;
  isBroken(judged: Judged): boolean;
}

const RULES: readonly Rule[] = [
  // Decoding: the envelope must exist under the fork.
  {
    reason: 'TransactionException.TYPE_NOT_SUPPORTED',
    isBroken: isUnknownType,
  },

  // What it offers to pay for gas. The specifications ask this after the signature; the official
  // tests EmptyTransaction, txCost-sec73 and UserTransactionGasLimitIsTooLowWhenZeroCost want the
  // fee named rather than the gas, as go-ethereum and revm do.
  {
    reason: 'TransactionException.PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS',
    isBroken: ({ transaction }) =>
      'maxPriorityFeePerGas' in transaction &&
      BigInt(transaction.maxPriorityFeePerGas) > BigInt(transaction.maxFeePerGas),
  },
  {
    reason: 'TransactionException.INSUFFICIENT_MAX_FEE_PER_GAS',
    isBroken: ({ transaction, header }) => maxFeePerGas(transaction) < (header.baseFeePerGas ?? 0n),
  },

  // validate_transaction: what the transaction says of itself.
  {
    reason: 'TransactionException.INTRINSIC_GAS_TOO_LOW',
    isBroken: (judged) => gasOf(judged) < intrinsicGas(judged),
  },
  {
    reason: 'TransactionException.INTRINSIC_GAS_BELOW_FLOOR_GAS_COST',
    isBroken: (judged) => gasOf(judged) < floorGas(judged),
  },
  {
    reason: 'TransactionException.NONCE_IS_MAX',
    isBroken: ({ transaction }) => BigInt(transaction.nonce) >= MAX_UINT64,
  },
  {
    reason: 'TransactionException.INITCODE_SIZE_EXCEEDED',
    isBroken: hasLongInitcode,
  },
  {
    reason: 'TransactionException.GAS_LIMIT_EXCEEDS_MAXIMUM',
    isBroken: (judged) =>
      judged.common.isActivatedEIP(7825) &&
      gasOf(judged) > judged.common.param('maxTransactionGasLimit'),
  },

  // check_transaction: first what room the block has left.
  {
    reason: 'TransactionException.GAS_ALLOWANCE_EXCEEDED',
    isBroken: (judged) => gasOf(judged) > judged.header.gasLimit - judged.gasUsed,
  },
  {
    reason: 'TransactionException.TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED',
    isBroken: (judged) =>
      blobGasOf(judged) > 0n &&
      judged.blobGasUsed + blobGasOf(judged) >
        judged.common.getBlobGasSchedule().maxBlobGasPerBlock,
  },

  // Then who signed it, and for which chain.
  {
    reason: 'TransactionException.INVALID_CHAINID',
    isBroken: isForAnotherChain,
  },
  {
    reason: 'TransactionException.INVALID_SIGNATURE_VRS',
    isBroken: hasInvalidSignature,
  },

  // Then what blob transactions (EIP-4844) and delegations (EIP-7702) must look like.
  {
    reason: 'TransactionException.TYPE_3_TX_ZERO_BLOBS',
    isBroken: ({ transaction }) =>
      transaction.type === '0x3' && transaction.blobVersionedHashes.length === 0,
  },
  {
    reason: 'TransactionException.TYPE_3_TX_BLOB_COUNT_EXCEEDED',
    isBroken: ({ transaction, common }) =>
      common.isActivatedEIP(7594) &&
      transaction.type === '0x3' &&
      BigInt(transaction.blobVersionedHashes.length) > common.param('maxBlobsPerTx'),
  },
  {
    reason: 'TransactionException.TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH',
    isBroken: ({ transaction }) =>
      transaction.type === '0x3' &&
      transaction.blobVersionedHashes.some((hash) => !hash.startsWith('0x01')),
  },
  {
    reason: 'TransactionException.INSUFFICIENT_MAX_FEE_PER_BLOB_GAS',
    isBroken: ({ transaction, common, header }) =>
      transaction.type === '0x3' &&
      common.isActivatedEIP(4844) &&
      BigInt(transaction.maxFeePerBlobGas) < header.getBlobGasPrice(),
  },
  {
    reason: 'TransactionException.TYPE_3_TX_CONTRACT_CREATION',
    isBroken: ({ transaction }) => transaction.type === '0x3' && transaction.to === null,
  },
  {
    reason: 'TransactionException.TYPE_4_TX_CONTRACT_CREATION',
    isBroken: ({ transaction }) => transaction.type === '0x4' && transaction.to === null,
  },
  {
    reason: 'TransactionException.TYPE_4_EMPTY_AUTHORIZATION_LIST',
    isBroken: ({ transaction }) =>
      transaction.type === '0x4' && transaction.authorizationList.length === 0,
  },

  // The specifications have unbounded integers and no such rule; for all others it is the last
  // thing that can be said without the account.
  {
    reason: 'TransactionException.GASLIMIT_PRICE_PRODUCT_OVERFLOW',
    isBroken: (judged) => gasOf(judged) * maxFeePerGas(judged.transaction) > MAX_INTEGER,
  },

  // Last the sender's account, the only part that depends on other transactions.
  {
    reason: 'TransactionException.NONCE_MISMATCH_TOO_LOW',
    isBroken: ({ transaction, sender }) =>
      sender !== null && BigInt(transaction.nonce) < sender.nonce,
  },
  {
    reason: 'TransactionException.NONCE_MISMATCH_TOO_HIGH',
    isBroken: ({ transaction, sender }) =>
      sender !== null && BigInt(transaction.nonce) > sender.nonce,
  },
  {
    reason: 'TransactionException.INSUFFICIENT_ACCOUNT_FUNDS',
    isBroken: (judged) => judged.sender !== null && judged.sender.balance < costMax(judged),
  },
  { reason: 'TransactionException.SENDER_NOT_EOA', isBroken: isSentByContract },
];

/** Every reason, in the order of judgement. */
export const RULE_ORDER: readonly TransactionReason[] = RULES.map(({ reason }) => reason);

/**
 * Rules that stock code does not enforce when, as here, it validates no header. The blob gas of a
 * block is checked only by `Block.getTransactionsValidationErrors`; the version of a blob hash is
 * parsed as decimal, so that `0x1a` to `0x1f` pass for `0x01`.
 */
export const RULES_STOCK_OMITS: ReadonlySet<TransactionReason> = new Set<TransactionReason>([
  'TransactionException.TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED',
  'TransactionException.TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH',
]);

/** All rules the transaction breaks, the one that counts first; none when it is valid. */
export function brokenRules(judged: Judged): TransactionReason[] {
  return RULES.filter((rule) => rule.isBroken(judged)).map(({ reason }) => reason);
}

/** Whether the transaction breaks a rule that `runBlock` would let pass. */
export function breaksRuleStockOmits(judged: Judged): boolean {
  return RULES.some((rule) => RULES_STOCK_OMITS.has(rule.reason) && rule.isBroken(judged));
}
