import { describe, expect, test } from 'vitest';
import { mergeHints } from '#engine/hints/hint.js';
import { simulationHints } from '#engine/hints/simulation.js';
import { compareHints, playScene, sumCounts } from '#engine/hints/testing/hintScene.js';
import { buildWorkload } from '#generators/workloads/index.js';
import { buildWorkloadSequence } from '#generators/workloads/sequence.js';

const OPTIONS = { transactions: 20, seed: 3, fork: 'Osaka' } as const;

describe('simulation on the state before the block', () => {
  test.each(['transfers', 'erc20', 'swap', 'compute'] as const)(
    'is exact where transactions share nothing: %s',
    async (name) => {
      const { block, preState } = buildWorkload(name, OPTIONS);
      const { stage, transactions } = await playScene(block, preState);
      for (const { transaction, truth } of transactions) {
        const hints = await simulationHints(transaction, stage.reader, stage);
        expect(hints).toEqual(truth);
        expect(hints.every(({ grade }) => grade === 'exact')).toBe(true);
      }
    },
  );

  test('sees what a sender will do that cannot pay yet, or whose turn has not come', async () => {
    const { block, preState } = buildWorkload('transfer-chain', OPTIONS);
    const { stage, transactions } = await playScene(block, preState);
    const counts = [];
    for (const { transaction, truth } of transactions) {
      const hints = await simulationHints(transaction, stage.reader, stage);
      counts.push(compareHints(hints, truth, { onlyStorage: false }));
    }
    const { both, real, predicted } = sumCounts(counts);
    expect([both, predicted]).toEqual([real, real]);
  });

  test('goes wrong where the block itself decides the way', async () => {
    const { block, preState } = buildWorkload('staircase', OPTIONS);
    const { stage, transactions } = await playScene(block, preState);
    const [, second] = transactions;
    const hints = second && (await simulationHints(second.transaction, stage.reader, stage));
    const counts = compareHints(hints ?? [], second?.truth ?? [], { onlyStorage: true });
    expect(counts.both).toBeLessThan(counts.real);
  });
});

test('hints that are blocks old still find slots that depend on the call alone', async () => {
  const { blocks, preState } = buildWorkloadSequence('erc20', OPTIONS, 3);
  const [first, , third] = blocks;
  if (first === undefined || third === undefined) throw new Error('there are three blocks');
  const old = await playScene({ ...first, transactions: [] }, preState);
  const all = blocks.flatMap(({ transactions }) => transactions);
  const now = await playScene({ ...first, transactions: all }, preState);
  const target = now.transactions.slice(-third.transactions.length);
  for (const { transaction, truth, incarnation } of target) {
    expect(incarnation.outcome).toMatchObject({ kind: 'executed', isSuccess: true });
    expect(transaction.nonce).toBe(2n);
    const hints = await simulationHints(transaction, old.stage.reader, old.stage);
    expect(mergeHints([hints])).toEqual(truth);
  }
});
