/**
 * Law: a lane that dies, at whichever of its steps, loses nothing: the block ends with the right
 * result on the serial path, the stats say why, and it takes bounded time.
 *
 * The thread ends inside its step, holding the mutex: nobody cleans up after it.
 */
import { expect, test } from 'vitest';

import { BlockSTMEngine } from '#engine/engines/blockStm.js';
import { createSerialEngine } from '#engine/index.js';
import { SimulatedRuntime } from '#engine/lanes/simulated/simulatedRuntime.js';
import { ThreadRuntime } from '#engine/lanes/threads/threadRuntime.js';
import { buildWorkload } from '#generators/workloads/index.js';
import { firstDifference } from '#harness/compare/index.js';

const STEPS = 20;
const LANES = 2;
/** Far above what it takes; a lane that waits for a dead one for ever is what must not happen. */
const TIMEOUT_MS = 30_000;

/** Large enough that no lane can have done all of it before the other has made its steps. */
const SCENE = buildWorkload('hot-counter', { transactions: 120, seed: 1, fork: 'Osaka' });
const TRUTH = createSerialEngine().execute(SCENE.block, SCENE.preState);

function engineWhoseLaneDies(step: number, fibres: number): BlockSTMEngine {
  return new BlockSTMEngine({
    lanes: LANES,
    runtime: new ThreadRuntime(LANES, { lane: step % LANES, step }),
    simulation: new SimulatedRuntime(LANES),
    seed: null,
    fibres,
    defect: null,
    minParallel: 0,
  });
}

test.each(Array.from({ length: STEPS }, (_, step) => step))(
  'at its step %i',
  { timeout: TIMEOUT_MS },
  async (step) => {
    const engine = engineWhoseLaneDies(step, step % 3 === 0 ? 4 : 0);
    const result = await engine.execute(SCENE.block, SCENE.preState);
    await engine.close();

    expect(firstDifference(await TRUTH, result)).toBeNull();
    expect(result.stats.path).toEqual({ kind: 'serial', reason: 'lane died' });
    // What the lanes had started counts too; a serial run alone starts each transaction once.
    expect(result.stats.executions).toBeGreaterThanOrEqual(SCENE.block.transactions.length);
    expect(result.stats.fallbacks).toBe(1);
  },
);

test('the engine goes on in parallel afterwards', { timeout: TIMEOUT_MS }, async () => {
  const runtime = new ThreadRuntime(LANES, { lane: 0, step: 7 });
  const simulation = new SimulatedRuntime(LANES);
  const parts = { lanes: LANES, runtime, simulation, seed: null, fibres: 0, defect: null };
  const engine = new BlockSTMEngine({ ...parts, minParallel: 0 });
  const first = await engine.execute(SCENE.block, SCENE.preState);
  runtime.spare();
  const second = await engine.execute(SCENE.block, SCENE.preState);
  await engine.close();

  expect(first.stats.path).toEqual({ kind: 'serial', reason: 'lane died' });
  expect(second.stats.path).toEqual({ kind: 'parallel' });
  expect(firstDifference(await TRUTH, second)).toBeNull();
});
