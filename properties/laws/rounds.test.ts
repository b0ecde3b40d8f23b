/**
 * Law: v1 converges in three rounds or goes on one by one; whichever, a transaction is executed at
 * most four times.
 *
 * A bridge between clusters shows in the first round and is mended in the second. On a staircase
 * each transaction shows where the next one goes only once it has run: rounds do not help.
 */
import { describe, expect, test } from 'vitest';

import type { HintChoice, Stats } from '#engine/api/index.js';
import { createMultiRoundEngine, createSerialEngine } from '#engine/index.js';
import {
  buildWorkload,
  isWorkloadName,
  type WorkloadName,
  WORKLOADS,
} from '#generators/workloads/index.js';
import { firstDifference } from '#harness/compare/index.js';
import { HINT_CHOICES } from '#harness/input/vocabulary.js';

const TRANSACTIONS = 100;
const LANES = 4;
const EXECUTIONS_MAX = 4;

const serial = createSerialEngine();

async function statsOf(
  name: WorkloadName,
  seed: bigint,
  hints: HintChoice = 'none',
): Promise<Stats> {
  const { block, preState } = buildWorkload(name, {
    transactions: TRANSACTIONS,
    seed: 1,
    fork: 'Osaka',
  });
  const runtime = { kind: 'simulation', seed } as const;
  const engine = createMultiRoundEngine({ lanes: LANES, hints, runtime });
  const result = await engine.execute(block, preState);
  expect(firstDifference(await serial.execute(block, preState), result)).toBeNull();
  expect(result.stats.path).toEqual({ kind: 'parallel' });
  return result.stats;
}

describe('in rounds', { timeout: 120_000 }, () => {
  test.each(Object.keys(WORKLOADS).filter(isWorkloadName))('%s', async (name) => {
    const stats = await statsOf(name, 1n);
    const { executionsMax, executions, finalAfterRounds = [], holdingAfterRounds = [] } = stats;
    expect(executionsMax).toBeLessThanOrEqual(EXECUTIONS_MAX);
    expect(executions).toBeGreaterThanOrEqual(TRANSACTIONS);
    expect(finalAfterRounds).toEqual(finalAfterRounds.toSorted((a, b) => a - b));
    expect(finalAfterRounds[0]).toBeGreaterThan(0);
    expect(finalAfterRounds.every((end, at) => end <= (holdingAfterRounds[at] ?? 0))).toBe(true);
    // A round executes what did not hold after the one before, and nothing else.
    const inRounds = holdingAfterRounds
      .slice(0, -1)
      .reduce((sum, count) => sum + TRANSACTIONS - count, TRANSACTIONS);
    const isDoneInRounds = finalAfterRounds.at(-1) === TRANSACTIONS;
    expect(executions).toBeGreaterThanOrEqual(inRounds);
    expect(!isDoneInRounds || executions === inRounds).toBe(true);
    expect(stats.loadsPerRound).toHaveLength(finalAfterRounds.length);
    expect(stats.loadsPerRound?.[0]).toBeGreaterThan(0);
  });

  test.each(['transfers', 'erc20', 'compute'] as const)('%s converges at once', async (name) => {
    expect((await statsOf(name, 2n)).finalAfterRounds).toEqual([TRANSACTIONS]);
  });

  test.each(['chain-swap', 'clusters', 'bridge', 'hybrid-hot30'] as const)(
    'hints let %s converge at once',
    async (name) => {
      const told = await statsOf(name, 5n, 'all');
      expect(told).toMatchObject({ finalAfterRounds: [TRANSACTIONS], executionsMax: 1 });
      expect((await statsOf(name, 5n)).executions).toBeGreaterThan(TRANSACTIONS);
    },
  );

  test.each(HINT_CHOICES)('%s hints cost time, never truth', async (hints) => {
    for (const name of ['hybrid-hot30', 'staircase'] as const) {
      expect((await statsOf(name, 6n, hints)).executionsMax).toBeLessThanOrEqual(EXECUTIONS_MAX);
    }
  });

  test('a bridge needs the second round', async () => {
    const { finalAfterRounds = [] } = await statsOf('bridge', 3n);
    expect(finalAfterRounds[0]).toBeLessThan(TRANSACTIONS);
    expect(finalAfterRounds.length).toBeGreaterThan(1);
  });

  test('a staircase ends one by one', async () => {
    const { finalAfterRounds = [], executionsMax } = await statsOf('staircase', 4n);
    expect(finalAfterRounds).toHaveLength(3);
    expect(finalAfterRounds[2]).toBeLessThan(TRANSACTIONS);
    expect(executionsMax).toBeGreaterThan(1);
  });
});
