/**
 * Law: a lane that dies, in whichever step of its work, loses nothing: the block ends with the
 * right result on the serial path, the stats say why, and it takes bounded time.
 *
 * The thread ends inside its step, holding the mutex: nobody cleans up after it.
 */
import { expect, test } from 'vitest';

import { BaseStore } from '#engine/engines/baseStore.js';
import { ParallelEngine } from '#engine/engines/parallelEngine.js';
import { createSerialEngine } from '#engine/index.js';
import { SimulatedRuntime } from '#engine/lanes/simulated/simulatedRuntime.js';
import type { LaneDeath } from '#engine/lanes/threads/laneDeath.js';
import { ThreadRuntime } from '#engine/lanes/threads/threadRuntime.js';
import type { SchedulerKind } from '#engine/schedulers/kinds.js';
import { buildWorkload } from '#generators/workloads/index.js';
import { firstDifference } from '#harness/compare/index.js';
import { oneIn } from '#properties/effort.js';

const LANES = 2;
const FIBRES = 4;
/** Far above what it takes; a lane that waits for a dead one for ever is what must not happen. */
const TIMEOUT_MS = 30_000;
/** Some steps need the other lane in the way; on threads that is up to the machine. */
const ATTEMPTS = 5;

/** Large enough that no lane can have done all of it before the other has made its steps. */
const SCENE = buildWorkload('hot-counter', { transactions: 120, seed: 1, fork: 'Osaka' });
const TX_COUNT = SCENE.block.transactions.length;
const TRUTH = createSerialEngine().execute(SCENE.block, SCENE.preState);

/** Twenty points: what a lane brings to its last step, and how many such steps came before. */
const DEATHS: readonly (readonly [LaneDeath['input'], number])[] = [
  ['go', 0],
  ['go', 1],
  ['go', 90],
  ['go', 150],
  ['prepared', 0],
  ['prepared', 9],
  ['read-account', 0],
  ['read-account', 1],
  ['read-account', 2],
  ['read-account', 10],
  ['read-account', 60],
  ['read-slot', 0],
  ['read-slot', 1],
  ['read-slot', 15],
  ['finished', 0],
  ['finished', 1],
  ['finished', 5],
  ['finished', 20],
  ['blocked', 0],
  ['suspended', 0],
];
/** Steps that only a lane makes which has started a transaction. */
const AT_WORK = new Set(['read-account', 'read-slot', 'finished', 'blocked', 'suspended']);

interface Setting {
  readonly runtime: ThreadRuntime;
  readonly scheduler?: SchedulerKind;
  readonly fibres?: number;
  readonly store?: BaseStore;
}

function engineOn({
  runtime,
  scheduler = 'block-stm',
  fibres = 0,
  store,
}: Setting): ParallelEngine {
  return new ParallelEngine({
    name: scheduler,
    scheduler,
    hints: 'none',
    lanes: LANES,
    runtime,
    simulation: new SimulatedRuntime(LANES),
    seed: null,
    fibres,
    defect: null,
    minParallel: 0,
    store: store ?? null,
  });
}

test.each(oneIn(2, DEATHS))(
  'in a step with %s, after %i of them',
  { timeout: TIMEOUT_MS },
  async (...at) => {
    const [input, after] = at;
    const lane = after % LANES;
    const runtime = new ThreadRuntime(LANES, { lane, input, after });
    const engine = engineOn({ runtime, fibres: input === 'suspended' ? FIBRES : 0 });
    await expectNoLoss(engine, input);
  },
);

// Without estimates nobody waits, and nobody gives up; and there are fewer steps.
const IN_ROUNDS = DEATHS.filter(
  ([input, after]) => input !== 'blocked' && input !== 'suspended' && after < 90,
);

/** All of them end in the same serial path: half are enough for each other way to get there. */
const HALF = IN_ROUNDS.filter((_, index) => index % 2 === 0);
const OTHER_HALF = IN_ROUNDS.filter((_, index) => index % 2 === 1);

test.each(oneIn(2, HALF))(
  'in rounds, in a step with %s, after %i of them',
  { timeout: TIMEOUT_MS },
  async (input, after) => {
    const runtime = new ThreadRuntime(LANES, { lane: after % LANES, input, after });
    await expectNoLoss(engineOn({ runtime, scheduler: 'multi-round' }), input);
  },
);

test.each(oneIn(2, IN_ROUNDS))(
  'asynchronously, in a step with %s, after %i of them',
  { timeout: TIMEOUT_MS },
  async (input, after) => {
    const runtime = new ThreadRuntime(LANES, { lane: after % LANES, input, after });
    await expectNoLoss(engineOn({ runtime, scheduler: 'asynchronous', fibres: FIBRES }), input);
  },
);

test.each(oneIn(2, OTHER_HALF))(
  'with state on disk, in a step with %s, after %i of them',
  { timeout: TIMEOUT_MS },
  async (input, after) => {
    const runtime = new ThreadRuntime(LANES, { lane: after % LANES, input, after });
    await expectNoLoss(engineOn({ runtime, store: new BaseStore({}) }), input);
  },
);

async function expectNoLoss(engine: ParallelEngine, input: LaneDeath['input']): Promise<void> {
  let result = await engine.execute(SCENE.block, SCENE.preState);
  for (let i = 1; i < ATTEMPTS && result.stats.path.kind === 'parallel'; i += 1) {
    result = await engine.execute(SCENE.block, SCENE.preState);
  }
  await engine.close();

  expect(firstDifference(await TRUTH, result)).toBeNull();
  expect(result.stats.path).toEqual({ kind: 'serial', reason: 'lane died' });
  expect(result.stats.fallbacks).toBe(1);
  // What the lanes had started in vain counts too.
  const lost = result.stats.executions - TX_COUNT;
  expect(lost).toBeGreaterThanOrEqual(AT_WORK.has(input) ? 1 : 0);
}

test.each([
  ['block-stm', undefined],
  ['multi-round', undefined],
  ['asynchronous', undefined],
  ['block-stm', new BaseStore({})],
] as const)('%s goes on in parallel afterwards', { timeout: TIMEOUT_MS }, async (...setting) => {
  const [scheduler, store] = setting;
  const runtime = new ThreadRuntime(LANES, { lane: 0, input: 'finished', after: 3 });
  const engine = engineOn({ runtime, scheduler, ...(store !== undefined && { store }) });
  const first = await engine.execute(SCENE.block, SCENE.preState);
  runtime.spare();
  const second = await engine.execute(SCENE.block, SCENE.preState);
  await engine.close();

  expect(first.stats.path).toEqual({ kind: 'serial', reason: 'lane died' });
  expect(first.stats.store === undefined).toBe(store === undefined);
  expect(second.stats.path).toEqual({ kind: 'parallel' });
  expect(firstDifference(await TRUTH, second)).toBeNull();
});
