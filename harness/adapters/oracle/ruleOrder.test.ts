/**
 * Several broken rules, several invalid transactions: which one is named.
 *
 * The order within a transaction is that of `RULE_ORDER`; between transactions it is that of the
 * block, whatever could have been seen without executing.
 */
import { describe, expect, test } from 'vitest';
import type {
  AcceptedBlock,
  ExecutionResult,
  Fork,
  Transaction,
  TransactionReason,
} from '#engine/api/index.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { withHighS } from '#generators/build/sign.js';
import { createOracle } from '#harness/adapters/oracle/index.js';

const RECEIVER = '0x00000000000000000000000000000000000000aa';
const TRANSFER = { to: RECEIVER, gas: 21_000n } as const;
const BLOB_HASH = `0x01${'ab'.repeat(31)}` as const;
const UINT64_MAX = 2n ** 64n - 1n;

function blobs(count: number): { type: '0x3'; blobVersionedHashes: (typeof BLOB_HASH)[] } {
  return { type: '0x3', blobVersionedHashes: Array.from({ length: count }, () => BLOB_HASH) };
}

function rejectionOf(result: ExecutionResult): unknown {
  return result.status === 'rejected' ? result.rejection : result.status;
}

async function executeSkipping(
  chain: ChainBuilder,
  transactions: readonly Transaction[],
): Promise<AcceptedBlock> {
  const options = { invalidTransactions: 'skip' } as const;
  const result = await createOracle().execute(chain.block(transactions), chain.preState, options);
  if (result.status === 'rejected') throw new Error(JSON.stringify(result.rejection));
  return result;
}

interface DoublyInvalidCase {
  /** What is named. */
  readonly name: string;
  /** What is broken too. */
  readonly over: string;
  readonly reason: TransactionReason;
  /** Default Osaka. */
  readonly fork?: Fork;
  readonly build: (chain: ChainBuilder) => Transaction;
}

describe('of several broken rules the one judged first is the reason', () => {
  const pairs: readonly DoublyInvalidCase[] = [
    {
      name: 'the fee',
      over: 'the intrinsic gas',
      reason: 'TransactionException.INSUFFICIENT_MAX_FEE_PER_GAS',
      build: (chain) => chain.anyone({ to: RECEIVER, gas: 1n, type: '0x0', gasPrice: 0n }),
    },
    {
      name: 'the intrinsic gas',
      over: 'the nonce',
      reason: 'TransactionException.INTRINSIC_GAS_TOO_LOW',
      build: (chain) => chain.anyone({ to: RECEIVER, gas: 1n, nonce: UINT64_MAX }),
    },
    {
      name: 'the intrinsic gas of a creation',
      over: 'that a blob transaction must not create',
      reason: 'TransactionException.INTRINSIC_GAS_TOO_LOW',
      build: (chain) => chain.anyone({ ...blobs(1), to: null, gas: 30_000n }),
    },
    {
      name: 'the gas left in the block',
      over: 'the chain and the signature',
      reason: 'TransactionException.GAS_ALLOWANCE_EXCEEDED',
      fork: 'Prague',
      build: (chain) => withHighS(chain.anyone({ to: RECEIVER, gas: 10n ** 8n, chainId: '0x2' })),
    },
    {
      name: 'the signature',
      over: 'the number of blobs',
      reason: 'TransactionException.INVALID_SIGNATURE_VRS',
      build: (chain) => withHighS(chain.anyone({ ...TRANSFER, ...blobs(0) })),
    },
    {
      name: 'the nonce',
      over: 'the funds',
      reason: 'TransactionException.NONCE_MISMATCH_TOO_HIGH',
      build: (chain) => chain.transaction(chain.stranger(), { ...TRANSFER, nonce: 3n }),
    },
    {
      name: 'the funds',
      over: 'the code of the sender',
      reason: 'TransactionException.INSUFFICIENT_ACCOUNT_FUNDS',
      build: (chain) => {
        const sender = chain.sender();
        chain.put(sender.address, { balance: '0x1', code: '0x00' });
        return chain.transaction(sender, TRANSFER);
      },
    },
  ];

  test.each(pairs)('$name over $over', async (pair) => {
    const chain = new ChainBuilder(pair.fork ?? 'Osaka');
    const block = chain.block([chain.anyone(TRANSFER), pair.build(chain)]);
    const result = await createOracle().execute(block, chain.preState);
    const { reason } = pair;
    expect(rejectionOf(result)).toEqual({ kind: 'transaction', index: 1, reason });
  });
});

test('an earlier transaction wins over a later one that is malformed', async () => {
  const chain = new ChainBuilder('Osaka');
  const early = chain.anyone({ ...TRANSFER, nonce: 9n });
  const malformed = chain.anyone({ ...TRANSFER, chainId: '0x2' });
  const block = chain.block([early, malformed]);
  const reason = 'TransactionException.NONCE_MISMATCH_TOO_HIGH';
  expect(rejectionOf(await createOracle().execute(block, chain.preState))).toEqual({
    kind: 'transaction',
    index: 0,
    reason,
  });
});

test('blobs of earlier transactions count towards the limit of the block', async () => {
  const chain = new ChainBuilder('Cancun');
  const four = () => chain.anyone({ ...TRANSFER, ...blobs(4) });
  const two = chain.anyone({ ...TRANSFER, ...blobs(2) });
  const result = await executeSkipping(chain, [four(), four(), two]);
  const reason = 'TransactionException.TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED';
  expect(result.rejected).toEqual([{ index: 1, reason }]);
  expect(result.blobGasUsed).toBe('0xc0000');
});

test('what depends on a transaction left out is judged without it', async () => {
  const chain = new ChainBuilder('Osaka');
  const payer = chain.sender();
  const heir = chain.stranger();
  const unpayable = chain.transaction(payer, { to: heir.address, gas: 21_000n, value: 10n ** 40n });
  const next = chain.transaction(payer, TRANSFER);
  const spending = chain.transaction(heir, TRANSFER);
  const result = await executeSkipping(chain, [unpayable, next, spending]);
  expect(result.rejected).toEqual([
    { index: 0, reason: 'TransactionException.INSUFFICIENT_ACCOUNT_FUNDS' },
    { index: 1, reason: 'TransactionException.NONCE_MISMATCH_TOO_HIGH' },
    { index: 2, reason: 'TransactionException.INSUFFICIENT_ACCOUNT_FUNDS' },
  ]);
});

test('a sender that delegates its code may send', async () => {
  const chain = new ChainBuilder('Prague');
  const sender = chain.sender();
  chain.put(sender.address, { balance: '0xde0b6b3a7640000', code: `0xef0100${'00'.repeat(20)}` });
  const block = chain.block([chain.transaction(sender, TRANSFER)]);
  const result = await createOracle().execute(block, chain.preState);
  expect(result.status).toBe('accepted');
});
