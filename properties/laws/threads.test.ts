/**
 * Law: a run on threads, repeated in simulation by its recorded steps, is the same run.
 *
 * The same result, the same read and write sets, the same stats, and by the trace digest the same
 * outcome of every single step.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Engine, ExecuteOptions } from '#engine/api/index.js';
import {
  createAsynchronousEngine,
  createBlockSTMEngine,
  createMultiRoundEngine,
} from '#engine/index.js';
import { buildWorkload, type WorkloadName } from '#generators/workloads/index.js';
import { sample, SEED_NOTE } from '#properties/campaign.js';
import { allTrials, type Trial } from '#properties/trials.js';
import { effort } from '#properties/effort.js';

const TIMEOUT_MS = 120_000;
const HOT: readonly WorkloadName[] = ['hot-counter', 'transfer-chain', 'erc20-hot-holder', 'swap'];
const ROUNDS = effort(1, 2);
const TRIALS = effort(12, 30);

let trials: readonly Trial[];
beforeAll(async () => {
  const all = await allTrials(['London', 'Osaka']);
  trials = sample(
    all.filter(({ block }) => block.transactions.length > 1),
    TRIALS,
  );
}, TIMEOUT_MS);

const SUBJECTS = ([2, 4] as const).flatMap((lanes) => [
  ...(['abort', 'suspend'] as const).map((onEstimate) => ({
    name: `block-stm on ${lanes} threads that ${onEstimate}`,
    engine: createBlockSTMEngine({ lanes, onEstimate, minParallel: 0 }),
    isWarned: false,
  })),
  ...(['none', 'all', 'hostile'] as const).map((hints) => ({
    name: `v1 on ${lanes} threads, hints ${hints}`,
    engine: createMultiRoundEngine({ lanes, minParallel: 0, hints }),
    // Hints keep transactions that may meet on one lane.
    isWarned: hints !== 'none',
  })),
  ...(['none', 'all', 'hostile'] as const).map((hints) => ({
    name: `v2 on ${lanes} threads, hints ${hints}`,
    engine: createAsynchronousEngine({ lanes, minParallel: 0, hints }),
    isWarned: hints !== 'none',
  })),
]);
afterAll(async () => {
  for (const { engine } of SUBJECTS) await engine.close?.();
});

/** Runs on threads, then by the schedule that came of it; returns how often lanes met. */
async function repeat(
  engine: Engine,
  { block, preState }: Pick<Trial, 'block' | 'preState'>,
  rules: ExecuteOptions,
): Promise<number> {
  const options = { ...rules, accesses: true };
  const first = await engine.execute(block, preState, options);
  const { schedule, path, aborts, suspensions } = first.stats;
  expect(path).toEqual({ kind: 'parallel' });
  if (schedule === undefined) throw new Error('a run on threads says what repeats it');
  const again = await engine.execute(block, preState, { ...options, schedule });
  expect(again).toEqual(first);
  return aborts + suspensions;
}

describe.each(SUBJECTS)('$name', { timeout: TIMEOUT_MS }, ({ engine, isWarned }) => {
  test('hot blocks', async () => {
    let meetings = 0;
    for (const workload of HOT) {
      const scene = buildWorkload(workload, { transactions: 24, seed: 5, fork: 'Osaka' });
      for (let round = 0; round < ROUNDS; round += 1) meetings += await repeat(engine, scene, {});
    }
    expect(meetings > 0 || isWarned).toBe(true);
  });

  test(`blocks of the corpus (${SEED_NOTE})`, async () => {
    expect(trials.length).toBe(TRIALS);
    for (const trial of trials) await repeat(engine, trial, { invalidTransactions: trial.policy });
  });
});

test('another schedule is another run', async () => {
  const { block, preState } = buildWorkload('hot-counter', {
    transactions: 10,
    seed: 5,
    fork: 'Osaka',
  });
  const engine = createBlockSTMEngine({ lanes: 2 });
  const first = await engine.execute(block, preState, { schedule: 'random:1' });
  const other = await engine.execute(block, preState, { schedule: 'random:2' });

  expect(other.stats.traceDigest).not.toBe(first.stats.traceDigest);
});
