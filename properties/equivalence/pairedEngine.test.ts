import { expect, test } from 'vitest';
import type { Engine } from '#engine/api/index.js';
import { createSerialEngine } from '#engine/index.js';
import { buildWorkload } from '#generators/workloads/index.js';
import { DisagreementError, PairedEngine } from '#properties/equivalence/pairedEngine.js';

const { block, preState } = buildWorkload('transfers', { transactions: 2, seed: 1, fork: 'Osaka' });

test('a pair that agrees answers as its first engine does, and counts', async () => {
  const pair = new PairedEngine(createSerialEngine(), createSerialEngine());

  expect(await pair.execute(block, preState)).toEqual(
    await createSerialEngine().execute(block, preState),
  );
  expect(pair.blocks).toBe(1);
  expect(pair.compared).toBeGreaterThan(20);
});

test('a pair that disagrees says who, where and how', async () => {
  const honest = createSerialEngine();
  const wrong: Engine = {
    info: { ...honest.info, name: 'wrong' },
    async execute(...input) {
      const result = await honest.execute(...input);
      return result.status === 'accepted' ? { ...result, gasUsed: '0x1' } : result;
    },
  };
  const pair = new PairedEngine(honest, wrong);
  const disagreement = pair.execute(block, preState);

  await expect(disagreement).rejects.toThrow(DisagreementError);
  await expect(disagreement).rejects.toThrow(/^wrong disagrees: the block's gas used is 1, serial/);
  expect(pair.blocks).toBe(0);
});
