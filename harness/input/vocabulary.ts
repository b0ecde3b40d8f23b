/**
 * The words of `engine/api` as lists that a program can look through.
 *
 * Owns nothing new: types vanish at run time, and readers need the names. Each list is built from
 * an object that the compiler checks against its type, so that neither can have a name the other
 * lacks.
 */
import type {
  BlockReason,
  Fork,
  HintChoice,
  InvalidTransactionPolicy,
  PickerName,
  TransactionReason,
  UnstatedPart,
} from '#engine/api/index.js';

/** All forks, oldest first. */
export const FORKS: readonly Fork[] = namesOf<Fork>({
  Berlin: true,
  London: true,
  Paris: true,
  Shanghai: true,
  Cancun: true,
  Prague: true,
  Osaka: true,
});

/** Both policies. */
export const POLICIES: readonly InvalidTransactionPolicy[] = namesOf<InvalidTransactionPolicy>({
  'reject-block': true,
  skip: true,
});

/** Every picker, the random walk first. */
export const PICKERS: readonly PickerName[] = namesOf<PickerName>({
  random: true,
  pct2: true,
  pct3: true,
  pct5: true,
  pct9: true,
  pos: true,
  delay2: true,
  robin: true,
  clock: true,
});

/** Every choice of hints. */
export const HINT_CHOICES: readonly HintChoice[] = namesOf<HintChoice>({
  none: true,
  all: true,
  exact: true,
  'access-list': true,
  templates: true,
  static: true,
  simulation: true,
  dropped: true,
  corrupt: true,
  cyclic: true,
  reversed: true,
  'out-of-range': true,
  'all-on-first': true,
  'falsely-independent': true,
  hostile: true,
});

/** Every rule that a transaction can break. */
export const TRANSACTION_REASONS: readonly TransactionReason[] = namesOf<TransactionReason>({
  'TransactionException.TYPE_NOT_SUPPORTED': true,
  'TransactionException.INVALID_CHAINID': true,
  'TransactionException.INVALID_SIGNATURE_VRS': true,
  'TransactionException.NONCE_IS_MAX': true,
  'TransactionException.NONCE_MISMATCH_TOO_LOW': true,
  'TransactionException.NONCE_MISMATCH_TOO_HIGH': true,
  'TransactionException.SENDER_NOT_EOA': true,
  'TransactionException.INSUFFICIENT_ACCOUNT_FUNDS': true,
  'TransactionException.GASLIMIT_PRICE_PRODUCT_OVERFLOW': true,
  'TransactionException.INTRINSIC_GAS_TOO_LOW': true,
  'TransactionException.INTRINSIC_GAS_BELOW_FLOOR_GAS_COST': true,
  'TransactionException.GAS_LIMIT_EXCEEDS_MAXIMUM': true,
  'TransactionException.GAS_ALLOWANCE_EXCEEDED': true,
  'TransactionException.INITCODE_SIZE_EXCEEDED': true,
  'TransactionException.INSUFFICIENT_MAX_FEE_PER_GAS': true,
  'TransactionException.PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS': true,
  'TransactionException.INSUFFICIENT_MAX_FEE_PER_BLOB_GAS': true,
  'TransactionException.TYPE_3_TX_ZERO_BLOBS': true,
  'TransactionException.TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH': true,
  'TransactionException.TYPE_3_TX_BLOB_COUNT_EXCEEDED': true,
  'TransactionException.TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED': true,
  'TransactionException.TYPE_3_TX_CONTRACT_CREATION': true,
  'TransactionException.TYPE_4_EMPTY_AUTHORIZATION_LIST': true,
  'TransactionException.TYPE_4_TX_CONTRACT_CREATION': true,
});

/** Every rule that a block can break as a whole. */
export const BLOCK_REASONS: readonly BlockReason[] = namesOf<BlockReason>({
  'BlockException.SYSTEM_CONTRACT_EMPTY': true,
  'BlockException.SYSTEM_CONTRACT_CALL_FAILED': true,
  'BlockException.INVALID_DEPOSIT_EVENT_LAYOUT': true,
});

/** Every part that a result may leave unsaid. */
export const UNSTATED_PARTS: readonly UnstatedPart[] = namesOf<UnstatedPart>({
  blobGasUsed: true,
  logsBloom: true,
  postState: true,
  'receipts.contractAddress': true,
  'receipts.cumulativeGasUsed': true,
  'receipts.logs': true,
  'receipts.logsBloom': true,
  'receipts.transactionHash': true,
  'receipts.type': true,
  'rejected.reason': true,
  'rejection.reason': true,
  requests: true,
  requestsHash: true,
  stateRoot: true,
});

/** Whether `fork` is `first` or came after it. */
export function isFrom(fork: Fork, first: Fork): boolean {
  return FORKS.indexOf(fork) >= FORKS.indexOf(first);
}

function namesOf<T extends string>(names: Record<T, true>): readonly T[] {
  return Object.keys(names) as T[];
}
