/**
 * Clients' words as they were heard, and the reasons that they can stand for.
 */
import { describe, expect, test } from 'vitest';
import { clientOfVersion, meaningOf } from '#harness/adapters/clientWords/clientWords.js';
import { BLOCK_REASONS, TRANSACTION_REASONS } from '#harness/input/vocabulary.js';

const FROM = '0x71562b71999873DB5b286dF957af199Ec94617F7';

/** Of `evm t8n` 1.17.10, where not said otherwise; reasons without the prefix they share. */
const TRANSACTION_WORDS: readonly (readonly [words: string, ...reasons: readonly string[]])[] = [
  ['transaction type not supported', 'TYPE_NOT_SUPPORTED'],
  [`transaction type not supported: setcode tx (sender ${FROM})`, 'TYPE_NOT_SUPPORTED'],
  ['blob tx used but field env.ExcessBlobGas missing', 'TYPE_NOT_SUPPORTED'],
  ['data blobs present in block body', 'TYPE_NOT_SUPPORTED'],
  ['invalid chain id for signer: have 2 want 1', 'INVALID_CHAINID'],
  [
    'invalid chain id for signer: have 9223372036854775805 want 1',
    'INVALID_CHAINID',
    'INVALID_SIGNATURE_VRS',
  ],
  ['invalid transaction v, r, s values', 'INVALID_SIGNATURE_VRS'],
  ['recovery failed', 'INVALID_SIGNATURE_VRS'],
  [`nonce has max value: address ${FROM}, nonce: 18446744073709551615`, 'NONCE_IS_MAX'],
  [`nonce too high: address ${FROM}, tx: 1 state: 0`, 'NONCE_MISMATCH_TOO_HIGH'],
  [
    `nonce too high: address ${FROM}, tx: 18446744073709551615 state: 0`,
    'NONCE_IS_MAX',
    'NONCE_MISMATCH_TOO_HIGH',
  ],
  [`nonce too low: address ${FROM}, tx: 0 state: 1`, 'NONCE_MISMATCH_TOO_LOW'],
  [`sender not an eoa: address ${FROM}, len(code): 1`, 'SENDER_NOT_EOA'],
  [
    `insufficient funds for gas * price + value: address ${FROM} have 0 want 21000`,
    'INSUFFICIENT_ACCOUNT_FUNDS',
  ],
  [
    `insufficient funds for gas * price + value: address ${FROM} required balance exceeds 256 bits`,
    'GASLIMIT_PRICE_PRODUCT_OVERFLOW',
    'INSUFFICIENT_ACCOUNT_FUNDS',
  ],
  ['gas uint64 overflow', 'INTRINSIC_GAS_TOO_LOW', 'INTRINSIC_GAS_BELOW_FLOOR_GAS_COST'],
  ['intrinsic gas too low: have 20999, want 21000', 'INTRINSIC_GAS_TOO_LOW'],
  [
    'insufficient gas for floor data gas cost: have 21039, want 21040',
    'INTRINSIC_GAS_BELOW_FLOOR_GAS_COST',
  ],
  ['transaction gas limit too high (cap: 16777216, tx: 16777217)', 'GAS_LIMIT_EXCEEDS_MAXIMUM'],
  ['gas limit reached', 'GAS_ALLOWANCE_EXCEEDED'],
  ['max initcode size exceeded: code size 49153 limit 49152', 'INITCODE_SIZE_EXCEEDED'],
  [
    `max fee per gas less than block base fee: address ${FROM}, maxFeePerGas: 6, baseFee: 7`,
    'INSUFFICIENT_MAX_FEE_PER_GAS',
  ],
  [
    `max priority fee per gas higher than max fee per gas: address ${FROM},` +
      ' maxPriorityFeePerGas: 9, maxFeePerGas: 8',
    'PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS',
  ],
  [
    `max fee per blob gas less than block blob gas fee: address ${FROM} blobGasFeeCap: 1,` +
      ' blobBaseFee: 2',
    'INSUFFICIENT_MAX_FEE_PER_BLOB_GAS',
  ],
  ['blob transaction missing blob hashes', 'TYPE_3_TX_ZERO_BLOBS'],
  ['blob 0 has invalid hash version', 'TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH'],
  ['blob transaction has too many blobs', 'TYPE_3_TX_BLOB_COUNT_EXCEEDED'],
  [
    'blob gas (1310720) would exceed maximum allowance 1179648',
    'TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED',
  ],
  [
    'blob gas used 1310720 exceeds maximum allowance 1179648',
    'TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED',
  ],
  ['blob transaction of type create', 'TYPE_3_TX_CONTRACT_CREATION'],
  [`EIP-7702 transaction with empty auth list (sender ${FROM})`, 'TYPE_4_EMPTY_AUTHORIZATION_LIST'],
  [
    `EIP-7702 transaction cannot be used to create contract (sender ${FROM})`,
    'TYPE_4_TX_CONTRACT_CREATION',
  ],
];

const POST = 'ERROR(2): failed to process post-execution: ';
const BLOCK_WORDS: readonly (readonly [words: string, reason: string])[] = [
  [
    `${POST}failed to process withdrawal queue: empty system contract: no code at ${FROM}`,
    'SYSTEM_CONTRACT_EMPTY',
  ],
  [
    `${POST}failed to process consolidation queue: system call failed to execute: invalid opcode`,
    'SYSTEM_CONTRACT_CALL_FAILED',
  ],
  [
    'failed to parse deposit logs: unable to parse deposit data: deposit wrong length: want 576,' +
      ' have 32',
    'INVALID_DEPOSIT_EVENT_LAYOUT',
  ],
];

describe('go-ethereum', () => {
  test.each(TRANSACTION_WORDS)('%s', (words, ...reasons) => {
    const transaction = reasons.map((reason) => `TransactionException.${reason}`);
    const meaning = { index: null, transaction, block: [] };
    expect(meaningOf('go-ethereum', words)).toEqual(meaning);
    // On import a node says which transaction it was.
    const wrapped = `could not apply tx 7 [0x${'5a'.repeat(32)}]: ${words}`;
    expect(meaningOf('go-ethereum', wrapped)).toEqual({ ...meaning, index: 7 });
  });

  test.each(BLOCK_WORDS)('%s', (words, reason) => {
    const block = [`BlockException.${reason}`];
    expect(meaningOf('go-ethereum', words)).toEqual({ index: null, transaction: [], block });
  });

  test.each([
    '',
    'invalid gas used (remote: 21000 local: 21001)',
    'invalid merkle root (remote: 5a local: 5b) dberr: <nil>',
    'insufficient funds for transfer',
    'the nonce too low: address',
    'nonce too low',
    'gas limit reached: block gas overflow: initial 1, used 2 (execution: 1, state: 2)',
  ])('words without a row stand for nothing: %s', (words) => {
    expect(meaningOf('go-ethereum', words)).toEqual({ index: null, transaction: [], block: [] });
  });

  test('a payload that cannot be decoded names its transaction', () => {
    const words = 'invalid transaction 3: transaction type not supported';
    expect(meaningOf('go-ethereum', words)).toMatchObject({
      index: 3,
      transaction: ['TransactionException.TYPE_NOT_SUPPORTED'],
    });
  });

  test('every reason has words', () => {
    const heard = new Set(
      [...TRANSACTION_WORDS, ...BLOCK_WORDS].flatMap(([words]) => {
        const { transaction, block } = meaningOf('go-ethereum', words);
        return [...transaction, ...block];
      }),
    );
    expect([...heard].sort()).toEqual([...TRANSACTION_REASONS, ...BLOCK_REASONS].sort());
  });
});

test.each([
  ['evm version 1.17.10-stable', 'go-ethereum'],
  ['geth version 1.17.10-stable-12345678', 'go-ethereum'],
  ['evm version 1.16.0-stable', null],
  ['evmone-t8n 0.16.0', null],
  ['unknown', null],
])('a program that says "%s" is %s', (line, client) => {
  expect(clientOfVersion(line)).toBe(client);
});
