/**
 * Law: for every block and every schedule, the parallel result equals the sequential one.
 *
 * Read sets and write sets included. Blocks are random scenes and hot workloads; a schedule is a
 * seed, a number of lanes, and what an incarnation does at an unready read. A failure prints all of
 * it.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type {
  AcceptedBlock,
  Alloc,
  Block,
  Engine,
  ExecutionResult,
  Schedule,
} from '#engine/api/index.js';
import {
  createAsynchronousEngine,
  createBlockSTMEngine,
  createMultiRoundEngine,
  createSerialEngine,
  randomSchedule,
} from '#engine/index.js';
import { drawFrom } from '#engine/evm/testing/draw.js';
import { buildWorkload, type WorkloadName } from '#generators/workloads/index.js';
import { firstDifference } from '#harness/compare/index.js';
import { campaignSettings, SEED_NOTE } from '#properties/campaign.js';
import { dishes, serve } from '#properties/random/conflictBlock.js';
import { forks, randomScene } from '#properties/random/scene.js';
import { effort } from '#properties/effort.js';

const TIMEOUT_MS = 120_000;
const SIZE = { transactionsMax: 8, senders: 8 };
const SCHEDULES_PER_BLOCK = 3;
const BLOCKS = effort(100, 250);
const SEEDS = BigInt(effort(8, 25));
/** Long enough for eight programs that have much to say. */
const choices = fc.array(fc.nat({ max: 0xffff }), { minLength: 300, maxLength: 700, size: 'max' });
const HOT: readonly WorkloadName[] = ['hot-counter', 'transfer-chain', 'erc20-hot-holder'];

const seeds = fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), {
  minLength: SCHEDULES_PER_BLOCK,
  maxLength: SCHEDULES_PER_BLOCK,
});

const serial = createSerialEngine();
const ENGINES = ([1, 2, 4] as const).flatMap((lanes) => [
  ...(['abort', 'suspend'] as const).map((onEstimate) => ({
    name: `block-stm on ${lanes} lanes that ${onEstimate}`,
    lanes,
    onEstimate,
    // One lane cannot be overtaken by another.
    overtakes: lanes > 1,
    engine: createBlockSTMEngine({ lanes, onEstimate }),
  })),
  {
    name: `v1 on ${lanes} lanes`,
    lanes,
    onEstimate: 'abort' as const,
    // One partition is run after the other.
    overtakes: true,
    // Told nothing: told all, it has no conflicts to show.
    engine: createMultiRoundEngine({ lanes, hints: 'none' }),
  },
  {
    name: `v2 on ${lanes} lanes`,
    lanes,
    onEstimate: 'suspend' as const,
    overtakes: lanes > 1,
    engine: createAsynchronousEngine({ lanes, hints: 'none' }),
  },
]);

interface Scene {
  readonly block: Block;
  readonly preState: Alloc;
}

/** What was seen over all runs: a law about conflicts that met none would say nothing. */
interface Seen {
  runs: number;
  aborts: number;
  suspensions: number;
  rejected: number;
  transactions: number;
}

function nothingSeen(): Seen {
  return { runs: 0, aborts: 0, suspensions: 0, rejected: 0, transactions: 0 };
}

/** Runs the block under one schedule, and compares everything with the truth. */
async function follow(
  engine: Engine,
  { block, preState, schedule, truth }: Scene & { schedule: Schedule; truth: ExecutionResult },
  seen: Seen,
): Promise<void> {
  const options = { invalidTransactions: 'skip', accesses: true, schedule } as const;
  const result = await engine.execute(block, preState, options);
  expect(firstDifference(truth, result), schedule).toBeNull();
  expect(accessesOf(result), schedule).toEqual(accessesOf(truth));
  seen.rejected += result.status === 'accepted' ? result.rejected.length : 0;
  expect(result.stats.path).toEqual({ kind: 'parallel' });
  expect(result.stats.fallbacks).toBe(0);
  seen.runs += 1;
  seen.aborts += result.stats.aborts;
  seen.suspensions += result.stats.suspensions;
  seen.transactions += block.transactions.length;
}

/** What the transactions read and wrote, or `null` of a block that is not accepted. */
function accessesOf(result: ExecutionResult): AcceptedBlock['accesses'] | null {
  return result.status === 'accepted' ? result.accesses : null;
}

function truthOf({ block, preState }: Scene): Promise<ExecutionResult> {
  return serial.execute(block, preState, { invalidTransactions: 'skip', accesses: true });
}

describe(`in every schedule (${SEED_NOTE})`, { timeout: TIMEOUT_MS }, () => {
  test('a random block equals serial', async () => {
    const seen = nothingSeen();
    const engines = fc.constantFrom(...ENGINES);
    const property = fc.asyncProperty(
      forks,
      choices,
      seeds,
      engines,
      async (fork, list, walks, { engine }) => {
        const scene = randomScene(fork, drawFrom(list), SIZE);
        const truth = await truthOf(scene);
        for (const seed of walks) {
          await follow(engine, { ...scene, truth, schedule: randomSchedule(seed) }, seen);
        }
      },
    );
    await fc.assert(property, { ...campaignSettings(BLOCKS), endOnFailure: true });

    expect(seen.runs).toBe(BLOCKS * SCHEDULES_PER_BLOCK);
    expect(seen.aborts).toBeGreaterThan(BLOCKS / 8);
    expect(seen.rejected).toBeGreaterThan(BLOCKS / 3);
    expect(seen.transactions).toBeGreaterThan(8 * BLOCKS);
  });

  test('a block of chosen conflicts equals serial', async () => {
    const seen = nothingSeen();
    const engines = fc.constantFrom(...ENGINES);
    const property = fc.asyncProperty(forks, dishes, seeds, engines, async (fork, ...drawn) => {
      const [chosen, walks, { engine }] = drawn;
      const scene = serve(fork, chosen);
      const truth = await truthOf(scene);
      for (const seed of walks) {
        await follow(engine, { ...scene, truth, schedule: randomSchedule(seed) }, seen);
      }
    });
    await fc.assert(property, campaignSettings(BLOCKS));

    expect(seen.runs).toBe(BLOCKS * SCHEDULES_PER_BLOCK);
    expect(seen.aborts).toBeGreaterThan(BLOCKS / 3);
    expect(seen.rejected).toBeGreaterThan(BLOCKS / 3);
  });

  test.each(ENGINES)(
    'hot blocks equal serial on $name',
    async ({ engine, lanes, overtakes, onEstimate }) => {
      const seen = nothingSeen();
      for (const workload of HOT) {
        const scene = buildWorkload(workload, { transactions: 12, seed: 3, fork: 'Osaka' });
        const truth = await truthOf(scene);
        for (let seed = 0n; seed < SEEDS; seed += 1n) {
          await follow(engine, { ...scene, truth, schedule: randomSchedule(seed) }, seen);
        }
      }
      expect(seen.runs).toBe(Number(SEEDS) * HOT.length);
      // Those that can wait for what was overtaken do.
      expect({ overtook: seen.aborts > 0, waited: seen.suspensions > 0 }).toEqual({
        overtook: overtakes,
        waited: lanes > 1 && onEstimate === 'suspend',
      });
    },
  );
});

test('an engine that validates nothing is seen', async () => {
  const engine = createBlockSTMEngine({ lanes: 2, saboteur: 'skip-validation' });
  const scene = buildWorkload('hot-counter', { transactions: 12, seed: 3, fork: 'Osaka' });
  const truth = await truthOf(scene);

  await expect(
    follow(engine, { ...scene, truth, schedule: 'random:1' }, nothingSeen()),
  ).rejects.toThrow('stateRoot');
});
