/**
 * What go-ethereum's words mean.
 *
 * Owns the table from the errors of go-ethereum 1.17.10 to canonical reasons: one row an error,
 * read in its source (`core/error.go`, `core/state_transition.go`, `core/types`, `core/vm`,
 * `core/gaspool.go`, `core/state_processor.go`, `consensus/misc/eip4844`, `cmd/evm`) and seen from
 * its `evm t8n`. The first row that fits counts. Words without a row stand for no reason.
 */
import type { BlockReason, TransactionReason } from '#engine/api/index.js';
import type { ClientWords, WordsRow } from './clientWords.ts';

/** What stands before the error itself; `index` is that of a transaction. */
const WRAPPERS: readonly RegExp[] = [
  // Engine API: on import, and where a payload cannot be decoded.
  /^could not apply tx (?<index>\d{1,6}) \[\S+\]: /,
  /^invalid transaction (?<index>\d{1,6}): /,
  // `evm t8n`: the line on stderr, and the step.
  /^ERROR\(\d+\): /,
  /^failed to process post-execution: /,
  /^failed to (?:parse deposit logs|process (?:withdrawal|consolidation) queue): /,
];

const TRANSACTION: readonly WordsRow<TransactionReason>[] = [
  {
    pattern: /^transaction type not supported\b/,
    reasons: ['TransactionException.TYPE_NOT_SUPPORTED'],
  },
  {
    // Blobs before Cancun: under every fork that has blobs the tool is given that field.
    pattern: /^blob tx used but field env\.ExcessBlobGas missing$/,
    reasons: ['TransactionException.TYPE_NOT_SUPPORTED'],
  },
  {
    pattern: /^data blobs present in block body$/,
    reasons: ['TransactionException.TYPE_NOT_SUPPORTED'],
  },
  {
    // A legacy v below 35 names no chain; as (v - 35) / 2 of 64 bits it is read as one of these.
    pattern: /^invalid chain id for signer: have 9223372036854775(?:79\d|80\d) want /,
    reasons: ['TransactionException.INVALID_CHAINID', 'TransactionException.INVALID_SIGNATURE_VRS'],
  },
  {
    pattern: /^invalid chain id for signer: have /,
    reasons: ['TransactionException.INVALID_CHAINID'],
  },
  {
    pattern: /^invalid transaction v, r, s values\b/,
    reasons: ['TransactionException.INVALID_SIGNATURE_VRS'],
  },
  {
    // Nobody has signed so: the curve has no such point.
    pattern: /^(?:recovery failed|invalid public key|invalid signature recovery id)$/,
    reasons: ['TransactionException.INVALID_SIGNATURE_VRS'],
  },
  { pattern: /^nonce has max value: /, reasons: ['TransactionException.NONCE_IS_MAX'] },
  {
    // EIP-2681 is asked of the account: a nonce that no account can have is too high first.
    pattern: /^nonce too high: .* tx: 18446744073709551615 /,
    reasons: ['TransactionException.NONCE_IS_MAX', 'TransactionException.NONCE_MISMATCH_TOO_HIGH'],
  },
  { pattern: /^nonce too high: /, reasons: ['TransactionException.NONCE_MISMATCH_TOO_HIGH'] },
  { pattern: /^nonce too low: /, reasons: ['TransactionException.NONCE_MISMATCH_TOO_LOW'] },
  { pattern: /^sender not an eoa: /, reasons: ['TransactionException.SENDER_NOT_EOA'] },
  {
    // Not only gas times price: with the value or the blobs a price in bounds can come to as much.
    pattern: /^insufficient funds for gas \* price \+ value: .* exceeds 256 bits$/,
    reasons: [
      'TransactionException.GASLIMIT_PRICE_PRODUCT_OVERFLOW',
      'TransactionException.INSUFFICIENT_ACCOUNT_FUNDS',
    ],
  },
  {
    pattern: /^insufficient funds for gas \* price \+ value: .* have \d+ want \d+$/,
    reasons: ['TransactionException.INSUFFICIENT_ACCOUNT_FUNDS'],
  },
  {
    // Of either sum; no data is long enough.
    pattern: /^gas uint64 overflow$/,
    reasons: [
      'TransactionException.INTRINSIC_GAS_TOO_LOW',
      'TransactionException.INTRINSIC_GAS_BELOW_FLOOR_GAS_COST',
    ],
  },
  {
    pattern: /^intrinsic gas too low: /,
    reasons: ['TransactionException.INTRINSIC_GAS_TOO_LOW'],
  },
  {
    pattern: /^insufficient gas for floor data gas cost: /,
    reasons: ['TransactionException.INTRINSIC_GAS_BELOW_FLOOR_GAS_COST'],
  },
  {
    pattern: /^transaction gas limit too high \(/,
    reasons: ['TransactionException.GAS_LIMIT_EXCEEDS_MAXIMUM'],
  },
  {
    pattern: /^gas limit reached$/,
    reasons: ['TransactionException.GAS_ALLOWANCE_EXCEEDED'],
  },
  {
    pattern: /^max initcode size exceeded: /,
    reasons: ['TransactionException.INITCODE_SIZE_EXCEEDED'],
  },
  {
    pattern: /^max fee per gas less than block base fee: /,
    reasons: ['TransactionException.INSUFFICIENT_MAX_FEE_PER_GAS'],
  },
  {
    pattern: /^max priority fee per gas higher than max fee per gas: /,
    reasons: ['TransactionException.PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS'],
  },
  {
    pattern: /^max fee per blob gas less than block blob gas fee: /,
    reasons: ['TransactionException.INSUFFICIENT_MAX_FEE_PER_BLOB_GAS'],
  },
  {
    pattern: /^blob transaction missing blob hashes$/,
    reasons: ['TransactionException.TYPE_3_TX_ZERO_BLOBS'],
  },
  {
    pattern: /^blob \d+ has invalid hash version$/,
    reasons: ['TransactionException.TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH'],
  },
  {
    pattern: /^blob transaction has too many blobs$/,
    reasons: ['TransactionException.TYPE_3_TX_BLOB_COUNT_EXCEEDED'],
  },
  {
    // The tool says it of a transaction, a node of the header that counts all of them.
    pattern: /^blob gas (?:\(\d+\) would exceed|used \d+ exceeds) maximum allowance \d+$/,
    reasons: ['TransactionException.TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED'],
  },
  {
    pattern: /^blob transaction of type create$/,
    reasons: ['TransactionException.TYPE_3_TX_CONTRACT_CREATION'],
  },
  {
    pattern: /^EIP-7702 transaction with empty auth list\b/,
    reasons: ['TransactionException.TYPE_4_EMPTY_AUTHORIZATION_LIST'],
  },
  {
    pattern: /^EIP-7702 transaction cannot be used to create contract\b/,
    reasons: ['TransactionException.TYPE_4_TX_CONTRACT_CREATION'],
  },
];

const BLOCK: readonly WordsRow<BlockReason>[] = [
  {
    pattern: /^empty system contract: no code at /,
    reasons: ['BlockException.SYSTEM_CONTRACT_EMPTY'],
  },
  {
    pattern: /^system call failed to execute: /,
    reasons: ['BlockException.SYSTEM_CONTRACT_CALL_FAILED'],
  },
  {
    pattern: /^unable to parse deposit data: /,
    reasons: ['BlockException.INVALID_DEPOSIT_EVENT_LAYOUT'],
  },
];

/** go-ethereum 1.17.10. */
export const GO_ETHEREUM: ClientWords = {
  client: 'go-ethereum',
  version: /^(?:evm|geth) version 1\.17\./i,
  wrappers: WRAPPERS,
  transaction: TRANSACTION,
  block: BLOCK,
};
