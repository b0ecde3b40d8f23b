import { expect, test } from 'vitest';
import { ASKED_SOURCES, HINT_GRADES, placeKey } from '#engine/hints/hint.js';
import { HintMaker } from '#engine/hints/hintMaker.js';
import { playScene } from '#engine/hints/testing/hintScene.js';
import { buildWorkload } from '#generators/workloads/index.js';

const { block, preState } = buildWorkload('erc20', { transactions: 4, seed: 2, fork: 'Osaka' });
const { stage, transactions } = await playScene(block, preState);

test('all sources together say each thing once, by the one that knows best', async () => {
  const maker = new HintMaker(ASKED_SOURCES);
  for (const { transaction, index, truth } of transactions) {
    const hints = await maker.of({ transaction, index }, stage);
    expect(hints.map(({ place }) => placeKey(place))).toEqual(
      truth.map(({ place }) => placeKey(place)),
    );
    expect(new Set(hints.map(({ grade }) => grade))).toEqual(new Set(['exact']));
  }
});

test('each source has its grade', async () => {
  const graded = new Map<string, string>();
  for (const source of ['templates', 'static', 'simulation'] as const) {
    for (const { transaction, index } of transactions) {
      const hints = await new HintMaker([source]).of({ transaction, index }, stage);
      const slots = hints.filter(({ place }) => place.kind === 'storage');
      expect(slots).toHaveLength(2);
      for (const { grade } of slots) graded.set(source, grade);
    }
  }
  const grades = ['simulation', 'templates', 'static'].map((source) => graded.get(source));
  expect(grades).toEqual([HINT_GRADES[0], HINT_GRADES[1], HINT_GRADES[3]]);
});

test('without sources there is still the envelope', async () => {
  const [first] = transactions;
  const hints = first === undefined ? [] : await new HintMaker([]).of(first, stage);
  expect(new Set(hints.map(({ source }) => source))).toEqual(new Set(['envelope']));
});
