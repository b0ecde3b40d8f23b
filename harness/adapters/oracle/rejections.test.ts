/**
 * Invalid transactions: the oracle names the right one and the right reason.
 *
 * Each case breaks one rule of one transaction between two valid ones. The cases reach every row of
 * the message table through stock code itself, so a message that changes with its version is seen.
 */
import { describe, expect, test } from 'vitest';
import type {
  AcceptedBlock,
  Alloc,
  Block,
  ExecutionResult,
  Fork,
  Transaction,
  TransactionReason,
} from '#engine/api/index.js';
import { ChainBuilder, GAS_PRICE } from '#generators/build/chain.js';
import { withHighS } from '#generators/build/sign.js';
import { RULE_ORDER, createOracle, prepareOracle } from '#harness/adapters/oracle/index.js';
import {
  BLOCK_MESSAGES,
  TRANSACTION_MESSAGES,
  reasonsOfMessage,
} from '#harness/adapters/oracle/messages.js';

const RECEIVER = '0x00000000000000000000000000000000000000aa';
const TRANSFER = { to: RECEIVER, gas: 21_000n } as const;
const BLOB_HASH = `0x01${'ab'.repeat(31)}` as const;
const UINT64_MAX = 2n ** 64n - 1n;

type Name = TransactionReason extends `TransactionException.${infer N}` ? N : never;

interface InvalidCase {
  readonly name: string;
  readonly reason: Name;
  /** Default Osaka. */
  readonly fork?: Fork;
  /** Whether stock `runBlock` alone would let the transaction pass. */
  readonly omittedByStock?: true;
  readonly build: (chain: ChainBuilder) => Transaction;
}

function blobs(count: number): { type: '0x3'; blobVersionedHashes: (typeof BLOB_HASH)[] } {
  return { type: '0x3', blobVersionedHashes: Array.from({ length: count }, () => BLOB_HASH) };
}

function delegation(chain: ChainBuilder) {
  return [chain.authorize(chain.sender(), { address: RECEIVER })];
}

const CASES: readonly InvalidCase[] = [
  {
    name: 'a fee market transaction before London',
    reason: 'TYPE_NOT_SUPPORTED',
    fork: 'Berlin',
    build: (chain) => chain.anyone({ ...TRANSFER, type: '0x2' }),
  },
  {
    name: 'a blob transaction before Cancun',
    reason: 'TYPE_NOT_SUPPORTED',
    fork: 'Shanghai',
    build: (chain) => chain.anyone({ ...TRANSFER, ...blobs(1) }),
  },
  {
    name: 'a delegating transaction before Prague',
    reason: 'TYPE_NOT_SUPPORTED',
    fork: 'Cancun',
    build: (chain) =>
      chain.anyone({ ...TRANSFER, type: '0x4', authorizationList: delegation(chain) }),
  },
  {
    name: 'one gas less than a transfer costs',
    reason: 'INTRINSIC_GAS_TOO_LOW',
    build: (chain) => chain.anyone({ to: RECEIVER, gas: 20_999n }),
  },
  {
    name: 'gas for the intrinsic cost of call data, below its floor',
    reason: 'INTRINSIC_GAS_BELOW_FLOOR_GAS_COST',
    fork: 'Prague',
    build: (chain) => chain.anyone({ to: RECEIVER, gas: 24_999n, input: `0x${'11'.repeat(100)}` }),
  },
  {
    name: 'the largest nonce',
    reason: 'NONCE_IS_MAX',
    build: (chain) => chain.anyone({ ...TRANSFER, nonce: UINT64_MAX }),
  },
  {
    name: 'init code of 48 KiB and one byte',
    reason: 'INITCODE_SIZE_EXCEEDED',
    build: (chain) =>
      chain.anyone({ to: null, gas: 1_000_000n, input: `0x${'00'.repeat(49_153)}` }),
  },
  {
    name: 'one gas above the limit of a transaction',
    reason: 'GAS_LIMIT_EXCEEDS_MAXIMUM',
    build: (chain) => chain.anyone({ to: RECEIVER, gas: 2n ** 24n + 1n }),
  },
  {
    name: 'all the gas of the block, of which some is used',
    reason: 'GAS_ALLOWANCE_EXCEEDED',
    fork: 'Prague',
    build: (chain) => chain.anyone({ to: RECEIVER, gas: 30_000_000n }),
  },
  {
    name: 'more gas than 64 bits hold',
    reason: 'GAS_ALLOWANCE_EXCEEDED',
    fork: 'Prague',
    build: (chain) => chain.anyone({ to: RECEIVER, gas: 2n ** 64n, maxFeePerGas: GAS_PRICE }),
  },
  {
    name: 'more blobs than a block holds',
    reason: 'TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED',
    fork: 'Cancun',
    omittedByStock: true,
    build: (chain) => chain.anyone({ ...TRANSFER, ...blobs(7) }),
  },
  {
    name: 'another chain in the envelope',
    reason: 'INVALID_CHAINID',
    build: (chain) => chain.anyone({ ...TRANSFER, chainId: '0x2' }),
  },
  {
    name: 'another chain in the signature',
    reason: 'INVALID_CHAINID',
    build: (chain) => chain.anyone({ ...TRANSFER, type: '0x0', chainId: '0x2' }),
  },
  {
    name: 'the high s of a fee market transaction',
    reason: 'INVALID_SIGNATURE_VRS',
    build: (chain) => withHighS(chain.anyone(TRANSFER)),
  },
  {
    name: 'the high s of a legacy transaction',
    reason: 'INVALID_SIGNATURE_VRS',
    build: (chain) => withHighS(chain.anyone({ ...TRANSFER, type: '0x0' })),
  },
  {
    name: 'a v of 29',
    reason: 'INVALID_SIGNATURE_VRS',
    build: (chain) => ({ ...chain.anyone({ ...TRANSFER, type: '0x0' }), v: '0x1d' }),
  },
  {
    name: 'a parity of 2',
    reason: 'INVALID_SIGNATURE_VRS',
    build: (chain) => ({ ...chain.anyone(TRANSFER), v: '0x2' }),
  },
  {
    name: 'an r of zero',
    reason: 'INVALID_SIGNATURE_VRS',
    build: (chain) => ({ ...chain.anyone(TRANSFER), r: '0x0' }),
  },
  {
    name: 'an r that is no coordinate of a point',
    reason: 'INVALID_SIGNATURE_VRS',
    build: (chain) => ({ ...chain.anyone(TRANSFER), r: '0x5' }),
  },
  {
    name: 'a priority fee above the maximum fee',
    reason: 'PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS',
    build: (chain) =>
      chain.anyone({
        ...TRANSFER,
        maxFeePerGas: 2n * GAS_PRICE,
        maxPriorityFeePerGas: 3n * GAS_PRICE,
      }),
  },
  {
    name: 'a maximum fee below the base fee',
    reason: 'INSUFFICIENT_MAX_FEE_PER_GAS',
    build: (chain) => chain.anyone({ ...TRANSFER, maxFeePerGas: 1n, maxPriorityFeePerGas: 1n }),
  },
  {
    name: 'a gas price below the base fee',
    reason: 'INSUFFICIENT_MAX_FEE_PER_GAS',
    fork: 'London',
    build: (chain) => chain.anyone({ ...TRANSFER, type: '0x1', gasPrice: 1n }),
  },
  {
    name: 'no blobs',
    reason: 'TYPE_3_TX_ZERO_BLOBS',
    build: (chain) => chain.anyone({ ...TRANSFER, ...blobs(0) }),
  },
  {
    name: 'seven blobs, which the block has room for',
    reason: 'TYPE_3_TX_BLOB_COUNT_EXCEEDED',
    build: (chain) => chain.anyone({ ...TRANSFER, ...blobs(7) }),
  },
  {
    name: 'a blob hash of version 2',
    reason: 'TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH',
    omittedByStock: true,
    build: (chain) =>
      chain.anyone({
        ...TRANSFER,
        type: '0x3',
        blobVersionedHashes: [BLOB_HASH, `0x02${'ab'.repeat(31)}`],
      }),
  },
  {
    name: 'a blob hash of version 0x1a, of which stock code reads the 1',
    reason: 'TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH',
    omittedByStock: true,
    build: (chain) =>
      chain.anyone({ ...TRANSFER, type: '0x3', blobVersionedHashes: [`0x1a${'ab'.repeat(31)}`] }),
  },
  {
    name: 'a maximum fee below the blob base fee',
    reason: 'INSUFFICIENT_MAX_FEE_PER_BLOB_GAS',
    build: (chain) => chain.anyone({ ...TRANSFER, ...blobs(1), maxFeePerBlobGas: 0n }),
  },
  {
    name: 'a blob transaction that creates',
    reason: 'TYPE_3_TX_CONTRACT_CREATION',
    build: (chain) => chain.anyone({ ...blobs(1), to: null, gas: 100_000n }),
  },
  {
    name: 'a delegating transaction that creates',
    reason: 'TYPE_4_TX_CONTRACT_CREATION',
    build: (chain) =>
      chain.anyone({
        type: '0x4',
        to: null,
        gas: 100_000n,
        authorizationList: delegation(chain),
      }),
  },
  {
    name: 'no authorisations',
    reason: 'TYPE_4_EMPTY_AUTHORIZATION_LIST',
    build: (chain) => chain.anyone({ ...TRANSFER, type: '0x4', authorizationList: [] }),
  },
  {
    name: 'gas times gas price beyond 256 bits',
    reason: 'GASLIMIT_PRICE_PRODUCT_OVERFLOW',
    build: (chain) => chain.anyone({ ...TRANSFER, type: '0x0', gasPrice: 2n ** 250n }),
  },
  {
    name: 'gas times maximum fee beyond 256 bits',
    reason: 'GASLIMIT_PRICE_PRODUCT_OVERFLOW',
    build: (chain) => chain.anyone({ ...TRANSFER, maxFeePerGas: 2n ** 250n }),
  },
  {
    name: 'a nonce already used',
    reason: 'NONCE_MISMATCH_TOO_LOW',
    build: (chain) => {
      const sender = chain.sender();
      chain.put(sender.address, { balance: '0xde0b6b3a7640000', nonce: '0x7' });
      return chain.transaction(sender, { ...TRANSFER, nonce: 6n });
    },
  },
  {
    name: 'a nonce that leaves a gap',
    reason: 'NONCE_MISMATCH_TOO_HIGH',
    build: (chain) => chain.anyone({ ...TRANSFER, nonce: 1n }),
  },
  {
    name: 'a sender that can pay for gas and not for the value',
    reason: 'INSUFFICIENT_ACCOUNT_FUNDS',
    build: (chain) => chain.anyone({ ...TRANSFER, value: 10n ** 30n }),
  },
  {
    name: 'a sender that does not exist',
    reason: 'INSUFFICIENT_ACCOUNT_FUNDS',
    fork: 'Berlin',
    build: (chain) => chain.transaction(chain.stranger(), TRANSFER),
  },
  {
    name: 'a sender that has code',
    reason: 'SENDER_NOT_EOA',
    build: (chain) => {
      const sender = chain.sender();
      chain.put(sender.address, { balance: '0xde0b6b3a7640000', code: '0x00' });
      return chain.transaction(sender, TRANSFER);
    },
  },
];

interface Situation {
  readonly block: Block;
  readonly preState: Alloc;
}

/** The case's transaction between two valid ones. */
function situationOf({ fork = 'Osaka', build }: Pick<InvalidCase, 'fork' | 'build'>): Situation {
  const chain = new ChainBuilder(fork);
  const first = chain.anyone(TRANSFER);
  const invalid = build(chain);
  const last = chain.anyone(TRANSFER);
  const block = chain.block([first, invalid, last]);
  return { block, preState: chain.preState };
}

function rejectionOf(result: ExecutionResult): unknown {
  return result.status === 'rejected' ? result.rejection : result.status;
}

async function executeSkipping({ block, preState }: Situation): Promise<AcceptedBlock> {
  const options = { invalidTransactions: 'skip' } as const;
  const result = await createOracle().execute(block, preState, options);
  if (result.status === 'rejected') throw new Error(JSON.stringify(result.rejection));
  return result;
}

async function stockMessage({ block, preState }: Situation): Promise<string> {
  const prepared = await prepareOracle(block, preState);
  return prepared.run().then(
    () => 'no objection',
    (error: Error) => error.message,
  );
}

/** What stock code says of each case, in their order. */
const MESSAGES = await Promise.all(CASES.map((one) => stockMessage(situationOf(one))));

describe.each(CASES)('$name', (invalidCase) => {
  const reason = `TransactionException.${invalidCase.reason}` as const;

  test('rejects the block with the index of the transaction and the reason', async () => {
    const { block, preState } = situationOf(invalidCase);
    const result = await createOracle().execute(block, preState);
    expect(rejectionOf(result)).toEqual({ kind: 'transaction', index: 1, reason });
  });

  test('is left out under skip, and the others run as if it were not there', async () => {
    const situation = situationOf(invalidCase);
    const result = await executeSkipping(situation);
    expect(result.rejected).toEqual([{ index: 1, reason }]);
    expect(result.receipts.map(({ transactionIndex }) => transactionIndex)).toEqual([0, 2]);

    const others = situation.block.transactions.filter((_, index) => index !== 1);
    const without = await executeSkipping({
      ...situation,
      block: { ...situation.block, transactions: others },
    });
    expect(result.stateRoot).toBe(without.stateRoot);
    expect(result.receiptsRoot).toBe(without.receiptsRoot);
    expect(result.postState).toEqual(without.postState);
  });

  test.skipIf(invalidCase.omittedByStock)('stock code objects for the same reason', () => {
    const message = MESSAGES[CASES.indexOf(invalidCase)] ?? '';
    expect(reasonsOfMessage(message, TRANSACTION_MESSAGES)).toContain(reason);
  });
});

test('every row of the message table is reached by a case', () => {
  const unreached = TRANSACTION_MESSAGES.filter(
    ({ pattern }) => !MESSAGES.some((message) => pattern.test(message)),
  );
  expect(unreached).toEqual([]);
});

test('every reason has a case, and its place in the order', () => {
  const named = new Set(CASES.map(({ reason }) => `TransactionException.${reason}`));
  expect(new Set(RULE_ORDER)).toEqual(named);
  expect(RULE_ORDER).toHaveLength(24);
});

test('a message that the tables do not know stands for no reason', () => {
  expect(reasonsOfMessage('the moon is full', TRANSACTION_MESSAGES)).toEqual([]);
  expect(reasonsOfMessage('the moon is full', BLOCK_MESSAGES)).toEqual([]);
});
