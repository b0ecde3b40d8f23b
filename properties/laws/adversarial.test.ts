/**
 * Law: on blocks made to break engines, all agree: serial, the oracle, and every parallel engine
 * under schedules of the seed.
 *
 * Counts what the generators really make, and prints it: one that makes nothing of what it is for
 * proves nothing.
 */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

import type { Engine, Fork } from '#engine/api/index.js';
import {
  createBlockSTMEngine,
  createMultiRoundEngine,
  createSerialEngine,
  DEFECTS,
} from '#engine/index.js';
import type { BlockSpec } from '#generators/adversarial/blockSpec.js';
import { GENERATORS } from '#generators/adversarial/generators.js';
import { materialise } from '#generators/adversarial/materialise.js';
import { createOracle } from '#harness/adapters/oracle/index.js';
import { firstDifference } from '#harness/compare/index.js';
import { SEED, SEED_NOTE } from '#properties/campaign.js';
import { effort } from '#properties/effort.js';
import { Accused } from '#properties/power/accused.js';
import { pursue } from '#properties/power/pursuit.js';
import { ENGINE_FOLDER } from '#properties/saboteurs/workshop.js';
import { conflictsOf } from '#properties/workloads/dependencies.js';
import { type GeneratorFacts, generatorTable, noFacts } from '#properties/random/generatorFacts.js';

const TIMEOUT_MS = 120_000;
const TRANSACTIONS_MAX = 8;
const BLOCKS = effort(3, 6);
/** The most that a broken engine may need to be found out. */
const HUNT_BLOCKS = 400;
const HUNT = { timeout: TIMEOUT_MS };
const FORKS: readonly Fork[] = ['Osaka', 'London'];
const LANES = 3;
const runtime = { kind: 'simulation', seed: BigInt(SEED) } as const;

const SERIAL = createSerialEngine();
const ORACLE = createOracle();
const ENGINES: readonly { readonly name: string; readonly engine: Engine }[] = [
  { name: 'block-stm', engine: createBlockSTMEngine({ lanes: LANES, runtime }) },
  {
    name: 'block-stm, suspending',
    engine: createBlockSTMEngine({ lanes: LANES, runtime, onEstimate: 'suspend' }),
  },
  { name: 'v1', engine: createMultiRoundEngine({ lanes: LANES, runtime, hints: 'none' }) },
  {
    name: 'v1, all hints',
    engine: createMultiRoundEngine({ lanes: LANES, runtime, hints: 'all' }),
  },
];

/** Examines a block; returns in words what is wrong. */
async function examine(spec: BlockSpec, facts: GeneratorFacts): Promise<string[]> {
  const { block, preState } = materialise(spec);
  const truth = await SERIAL.execute(block, preState, { accesses: true });
  facts.blocks += 1;
  facts.transactions += block.transactions.length;
  if (truth.status === 'rejected') {
    facts.rejected += 1;
  } else {
    facts.failed += truth.receipts.filter(({ status }) => status === '0x0').length;
    const conflicts = conflictsOf(truth.accesses ?? []);
    facts.conflicting += conflicts.some((earlier) => earlier.length > 0) ? 1 : 0;
  }
  const wrong: string[] = [];
  // Before EIP-6780 stock gives storage back that was destroyed (`knownDeviations.test.ts`).
  if (spec.fork === 'Osaka') {
    const difference = firstDifference(await ORACLE.execute(block, preState), truth);
    if (difference !== null) wrong.push(`serial: ${difference.words}`);
  }
  for (const { name, engine } of ENGINES) {
    const result = await engine.execute(block, preState);
    const difference = firstDifference(truth, result);
    if (difference !== null) wrong.push(`${name}: ${difference.words}`);
    facts.aborts += result.stats.aborts + result.stats.suspensions;
  }
  return wrong;
}

describe('adversarial blocks', { timeout: TIMEOUT_MS }, () => {
  const rows = new Map<string, GeneratorFacts>();

  afterAll(() => {
    console.log(generatorTable(rows));
  });

  test.each(GENERATORS)(`$name: $why (${SEED_NOTE})`, async ({ name, blocks }) => {
    const place = GENERATORS.findIndex((generator) => generator.name === name);
    const facts = noFacts();
    for (const [turn, fork] of FORKS.entries()) {
      // Else all shapes would be tried on the same numbers.
      const seed = SEED + FORKS.length * place + turn;
      const property = fc.asyncProperty(blocks(fork, TRANSACTIONS_MAX), async (spec) => {
        expect(await examine(spec, facts)).toEqual([]);
      });
      await fc.assert(property, { seed, numRuns: BLOCKS });
    }
    rows.set(name, facts);

    // What conflicts is either accepted and met, or refused by all for one reason.
    expect(facts.conflicting + facts.rejected).toBeGreaterThan(0);
  });

  test('are refused now and then, and fail now and then, and meet', () => {
    const all = [...rows.values()];
    const sum = (pick: (facts: GeneratorFacts) => number): number =>
      all.reduce((total, facts) => total + pick(facts), 0);

    expect(all).toHaveLength(GENERATORS.length);
    expect(sum(({ rejected }) => rejected)).toBeGreaterThan(3);
    expect(sum(({ failed }) => failed)).toBeGreaterThan(10);
    expect(sum(({ aborts }) => aborts)).toBeGreaterThan(500);
  });
});

test.each(DEFECTS)(`break the engine broken by %s (${SEED_NOTE})`, HUNT, async (saboteur) => {
  const charge = { folder: ENGINE_FOLDER, build: 'block-stm', defect: saboteur } as const;
  const kill = await pursue({
    accused: await Accused.open(charge),
    forks: FORKS,
    seed: SEED,
    transactionsMax: TRANSACTIONS_MAX,
    blocksMax: HUNT_BLOCKS,
    first: 0,
  });

  // Anything notices an engine that throws.
  expect(kill).toMatchObject({ how: 'law' });
});

test('a description less a transaction is a description still', async () => {
  for (const { blocks } of GENERATORS) {
    for (const spec of fc.sample(blocks('Osaka', TRANSACTIONS_MAX), { seed: SEED, numRuns: 2 })) {
      const [first, ...transactions] = spec.transactions;
      const one = materialise({ ...spec, transactions: first === undefined ? [] : [first] });
      const rest = materialise({ ...spec, transactions });

      expect((await SERIAL.execute(one.block, one.preState)).status).toBeDefined();
      expect((await SERIAL.execute(rest.block, rest.preState)).status).toBeDefined();
      expect(materialise(spec)).toEqual(materialise(spec));
    }
  }
});
