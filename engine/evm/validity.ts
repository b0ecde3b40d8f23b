/**
 * Validity of a transaction: which rule it breaks, if any.
 *
 * Owns the rules and their order: of several broken rules the first is the canonical reason. The
 * order is that of the execution specifications (`validate_transaction`, `check_transaction`), with
 * two exceptions: fees are asked before gas, as go-ethereum and revm do and three official tests
 * want, and the overflow of gas times price, which the specifications cannot have, comes last.
 */
import type { TransactionReason } from '../api/index.ts';
import { hexToBytes } from '../primitives/bytes.ts';
import type { AccountView } from './accountView.ts';
import type { BlockContext } from './blockContext.ts';
import type { DecodedTransaction } from './decodedTransaction.ts';
import { isDelegation } from './delegation.ts';
import { type ForkRules, GAS_PER_BLOB } from './forkRules.ts';
import { type IntrinsicGas } from './intrinsicGas.ts';

const MAX_NONCE = 2n ** 64n - 1n;
const MAX_UINT256 = 2n ** 256n - 1n;
/** First byte of a KZG versioned hash (EIP-4844). */
const KZG_VERSION = 1;

// form ──▶ admission (room in the block: decided in order, elsewhere) ──▶ offer ──▶ account
// Form and offer depend on the transaction and the block's header alone, account on state.

/** Rules that come before admission: form of the transaction, its fees among them. */
export function formViolation(
  transaction: DecodedTransaction,
  gas: IntrinsicGas,
  { rules, baseFee }: BlockContext,
): TransactionReason | null {
  if (!isTypeKnown(transaction, rules)) {
    return 'TransactionException.TYPE_NOT_SUPPORTED';
  }
  const { fee } = transaction;
  if (fee.maxFee < fee.maxPriorityFee) {
    return 'TransactionException.PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS';
  }
  if (fee.maxFee < baseFee) {
    return 'TransactionException.INSUFFICIENT_MAX_FEE_PER_GAS';
  }
  return sizeViolation(transaction, gas, rules);
}

/** How much gas, data and nonce a transaction may and must have. */
function sizeViolation(
  transaction: DecodedTransaction,
  gas: IntrinsicGas,
  rules: ForkRules,
): TransactionReason | null {
  if (transaction.gas < gas.intrinsic) {
    return 'TransactionException.INTRINSIC_GAS_TOO_LOW';
  }
  if (transaction.gas < gas.floor) {
    return 'TransactionException.INTRINSIC_GAS_BELOW_FLOOR_GAS_COST';
  }
  if (transaction.nonce >= MAX_NONCE) {
    return 'TransactionException.NONCE_IS_MAX';
  }
  const { initcodeSizeMax, transactionGasMax } = rules;
  if (
    initcodeSizeMax !== null &&
    transaction.to === null &&
    transaction.input.length > initcodeSizeMax
  ) {
    return 'TransactionException.INITCODE_SIZE_EXCEEDED';
  }
  if (transactionGasMax !== null && transaction.gas > transactionGasMax) {
    return 'TransactionException.GAS_LIMIT_EXCEEDS_MAXIMUM';
  }
  return null;
}

/** Rules that come after admission and need no state: signature, blobs, delegations. */
export function offerViolation(
  transaction: DecodedTransaction,
  block: BlockContext,
): TransactionReason | null {
  const { chainId, sender, type } = transaction;
  if (chainId !== null && chainId !== block.chainId) {
    return 'TransactionException.INVALID_CHAINID';
  }
  if (sender === null) {
    return 'TransactionException.INVALID_SIGNATURE_VRS';
  }
  const violation = type === 3 ? blobViolation(transaction, block) : setCodeViolation(transaction);
  if (violation !== null) {
    return violation;
  }
  return transaction.gas * transaction.fee.maxFee > MAX_UINT256
    ? 'TransactionException.GASLIMIT_PRICE_PRODUCT_OVERFLOW'
    : null;
}

/** The account that signed. */
export interface Sender {
  readonly account: AccountView;
  readonly code: Uint8Array;
}

/** Rules about the sender's account; each records the weakest fact that it needs. */
export function accountViolation(
  transaction: DecodedTransaction,
  sender: Sender,
  rules: ForkRules,
): TransactionReason | null {
  const { account, code } = sender;
  const nonce = account.readNonce();
  if (nonce > transaction.nonce) {
    return 'TransactionException.NONCE_MISMATCH_TOO_LOW';
  }
  if (nonce < transaction.nonce) {
    return 'TransactionException.NONCE_MISMATCH_TOO_HIGH';
  }
  if (!account.hasAtLeast(costMaxOf(transaction))) {
    return 'TransactionException.INSUFFICIENT_ACCOUNT_FUNDS';
  }
  // Before EIP-7702 a delegation designator is code like any other.
  const isCode = code.length > 0 && !(rules.hasSetCode && isDelegation(code));
  if (isCode) {
    return 'TransactionException.SENDER_NOT_EOA';
  }
  return null;
}

/** Blob gas of a transaction (EIP-4844). */
export function blobGasOf(transaction: DecodedTransaction): bigint {
  return BigInt(transaction.blobVersionedHashes.length) * GAS_PER_BLOB;
}

/** Most that the transaction can cost its sender, in wei. */
export function costMaxOf(transaction: DecodedTransaction): bigint {
  return (
    transaction.gas * transaction.fee.maxFee +
    transaction.value +
    blobGasOf(transaction) * transaction.maxFeePerBlobGas
  );
}

function isTypeKnown({ type }: DecodedTransaction, rules: ForkRules): boolean {
  switch (type) {
    case 0:
    case 1:
      return true;
    case 2:
      return rules.hasBaseFee;
    case 3:
      return rules.blobs !== null;
    case 4:
      return rules.hasSetCode;
    default:
      return false;
  }
}

function blobViolation(
  transaction: DecodedTransaction,
  block: BlockContext,
): TransactionReason | null {
  const { blobVersionedHashes, to } = transaction;
  const countMax = block.rules.blobs?.maxPerTransaction ?? null;
  if (blobVersionedHashes.length === 0) {
    return 'TransactionException.TYPE_3_TX_ZERO_BLOBS';
  }
  if (countMax !== null && blobVersionedHashes.length > countMax) {
    return 'TransactionException.TYPE_3_TX_BLOB_COUNT_EXCEEDED';
  }
  if (blobVersionedHashes.some((hash) => hexToBytes(hash)[0] !== KZG_VERSION)) {
    return 'TransactionException.TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH';
  }
  if (transaction.maxFeePerBlobGas < block.blobBaseFee) {
    return 'TransactionException.INSUFFICIENT_MAX_FEE_PER_BLOB_GAS';
  }
  return to === null ? 'TransactionException.TYPE_3_TX_CONTRACT_CREATION' : null;
}

function setCodeViolation({
  type,
  to,
  authorizations,
}: DecodedTransaction): TransactionReason | null {
  if (type !== 4) {
    return null;
  }
  if (to === null) {
    return 'TransactionException.TYPE_4_TX_CONTRACT_CREATION';
  }
  return authorizations.length === 0
    ? 'TransactionException.TYPE_4_EMPTY_AUTHORIZATION_LIST'
    : null;
}
