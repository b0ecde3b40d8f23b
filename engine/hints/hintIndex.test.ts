import { describe, expect, test } from 'vitest';
import { HintIndex } from '#engine/hints/hintIndex.js';
import { hintIndexFromJSON, hintIndexToJSON } from '#engine/hints/learned/indexCodec.js';
import {
  type HintScene,
  compareHints,
  playScene,
  sumCounts,
} from '#engine/hints/testing/hintScene.js';
import { type WorkloadName, buildWorkload } from '#generators/workloads/index.js';

function sceneOf(name: WorkloadName, seed: number): Promise<HintScene> {
  const { block, preState } = buildWorkload(name, { transactions: 20, seed, fork: 'Osaka' });
  return playScene(block, preState);
}

function learnedFrom({ stage, transactions }: HintScene): HintIndex {
  const index = new HintIndex();
  for (const { transaction, incarnation } of transactions) {
    index.learn(transaction, incarnation, stage.block);
  }
  return index;
}

describe('learned from one block, the index predicts the storage of another', () => {
  test.each<[WorkloadName, number]>([
    ['erc20', 1],
    ['compute', 1],
    ['hot-counter', 1],
    ['erc20-hot-holder', 1],
    ['swap', 1],
    ['chain-swap', 1],
  ])('%s', async (name, least) => {
    const index = learnedFrom(await sceneOf(name, 1));
    const { transactions } = await sceneOf(name, 2);
    const counts = transactions.map(({ transaction, truth }) =>
      compareHints(index.of(transaction), truth, { onlyStorage: true }),
    );
    const { predicted, real, both } = sumCounts(counts);
    expect(real).toBeGreaterThan(0);
    expect(both / real).toBeGreaterThanOrEqual(least);
    expect(both / predicted).toBeGreaterThanOrEqual(least);
  });
});

test('the index says nothing of functions that it has not seen', async () => {
  const index = learnedFrom(await sceneOf('erc20', 1));
  const { transactions } = await sceneOf('hot-counter', 1);
  expect(transactions.flatMap(({ transaction }) => index.of(transaction))).toEqual([]);
});

test('a kept index predicts as before', async () => {
  const index = learnedFrom(await sceneOf('swap', 1));
  const json: unknown = JSON.parse(JSON.stringify(hintIndexToJSON(index)));
  const read = hintIndexFromJSON(json);
  if (read.kind !== 'read') throw new Error(read.problem);
  const { transactions } = await sceneOf('swap', 2);
  for (const { transaction } of transactions) {
    expect(index.of(transaction).length).toBeGreaterThan(0);
    expect(read.value.of(transaction)).toEqual(index.of(transaction));
  }
  expect(hintIndexToJSON(read.value)).toEqual(hintIndexToJSON(index));
});

describe('what is no index is refused', () => {
  const operand = { kind: 'caller' };
  const recipe = (slot: object): object => ({
    count: 1,
    what: { kind: 'storage', address: operand, slot, access: 'read', isDelta: false },
  });
  const withSlot = (slot: object): object => ({
    version: 1,
    functions: [
      { contract: `0x${'11'.repeat(20)}`, selector: '0x', calls: 1, recipes: [recipe(slot)] },
    ],
  });
  const good = { kind: 'operand', operand };
  let deep: object = good;
  for (let level = 0; level < 50; level += 1) {
    deep = { kind: 'entry', key: operand, isKeyFirst: true, base: deep };
  }

  test('but this is one', () => {
    expect(hintIndexFromJSON(withSlot(good)).kind).toBe('read');
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['another version', { version: 0, functions: [] }],
    ['no list', { version: 1, functions: {} }],
    ['an unknown recipe', withSlot({ kind: 'sum' })],
    ['a recipe without end', withSlot(deep)],
    ['a word far away', withSlot({ kind: 'operand', operand: { kind: 'word', at: 1e15 } })],
    ['a fraction', withSlot({ kind: 'operand', operand: { kind: 'word', at: 0.5 } })],
    [
      'a short constant',
      withSlot({ kind: 'operand', operand: { kind: 'constant', value: '0x1' } }),
    ],
  ])('%s', (_, json) => {
    expect(hintIndexFromJSON(json).kind).toBe('malformed');
  });
});
