import { expect, test } from 'vitest';
import { decodeTransaction } from '#engine/evm/decodedTransaction.js';
import { playScene } from '#engine/hints/testing/hintScene.js';
import { WORKLOADS, buildWorkload, isWorkloadName } from '#generators/workloads/index.js';
import { buildWorkloadSequence } from '#generators/workloads/sequence.js';

const OPTIONS = { transactions: 8, seed: 5, fork: 'Osaka' } as const;
const BLOCKS = 3;

test.each(Object.keys(WORKLOADS).filter(isWorkloadName))(
  'blocks of %s follow each other: all their transactions succeed',
  async (name) => {
    const { blocks, preState } = buildWorkloadSequence(name, OPTIONS, BLOCKS);
    const [first] = blocks;
    if (first === undefined) throw new Error('there is a block');
    const transactions = blocks.flatMap((block) => block.transactions);
    const played = await playScene({ ...first, transactions }, preState);
    expect(transactions).toHaveLength(BLOCKS * OPTIONS.transactions);
    for (const { incarnation } of played.transactions) {
      expect(incarnation.outcome).toMatchObject({ kind: 'executed', isSuccess: true });
    }
  },
);

test('the first block is the workload itself, the next ones go on with its senders', () => {
  const { blocks } = buildWorkloadSequence('erc20', OPTIONS, 2);
  const [first, second] = blocks;
  expect(first).toEqual(buildWorkload('erc20', OPTIONS).block);
  const senders = blocks.map(({ transactions }) =>
    transactions.map((transaction) => decodeTransaction(transaction).sender),
  );
  expect(senders[1]).toEqual(senders[0]);
  expect(second?.transactions.map(({ nonce }) => nonce)).toEqual(
    second?.transactions.map(() => '0x1'),
  );
  expect(BigInt(second?.env.currentNumber ?? '0x0')).toBe(
    BigInt(first?.env.currentNumber ?? '0x0') + 1n,
  );
});
