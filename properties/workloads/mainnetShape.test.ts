/**
 * A synthetic block of a shape succeeds, and conflicts where its builder says.
 */
import { expect, test } from 'vitest';
import { buildMainnetShape, type BlockShape } from '#generators/workloads/index.js';
import { componentsOf, conflictsOf, executed } from '#properties/workloads/dependencies.js';

/** Nothing of it was counted anywhere. */
const MADE_UP: BlockShape = {
  number: 77,
  txs: 100,
  types: { '0': 20, '1': 2, '2': 78 },
  plainTransfers: 40,
  creations: 2,
  senders: 90,
  topSenderCounts: [6, 3],
  targets: 60,
  topTargetCounts: [20, 10, 6, 5, 2],
  contractTargets: 25,
  topSelectors: [
    ['0xa9059cbb', 30],
    ['0x38ed1739', 10],
  ],
  sameSenderDistance: { '1': 6, '64': 4 },
  sameContractDistance: { '1': 14, '2': 14, '30': 5 },
};
test('a synthetic block succeeds, and meets at the contracts it calls most', async () => {
  const workload = buildMainnetShape(MADE_UP, { seed: 1, fork: 'Osaka' });
  const { result, accesses } = await executed(workload);
  expect(result.receipts.map(({ status }) => status)).toEqual(
    Array.from({ length: MADE_UP.txs }, () => '0x1'),
  );
  const sizes = componentsOf(conflictsOf(accesses));
  expect(new Set(sizes).size).toBeLessThan(MADE_UP.txs);
  // Payments to accounts, and in a token, commute unless one account sends them.
  expect(new Set(sizes).size).toBeGreaterThan(MADE_UP.txs / 2);
});
