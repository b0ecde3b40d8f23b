/**
 * Law: no small block has a schedule that fails.
 *
 * All of them: two transactions under every schedule there is, three under some of every kind of
 * picker; of two on the real EVM, whole engines against serial execution. If a scheduler is wrong
 * about transactions that meet, it is wrong about few of them.
 */
import { expect, test } from 'vitest';
import {
  createAsynchronousEngine,
  createBlockSTMEngine,
  createSerialEngine,
} from '#engine/index.js';
import type { Defect } from '#engine/primitives/defects.js';
import type { Script } from '#engine/lanes/scriptedBody.js';
import { explore } from '#engine/simulation/explorer/explorer.js';
import { sample } from '#engine/simulation/sampler.js';
import { scriptedScenario } from '#engine/simulation/scenario.js';
import { SHAPE_ALLOC } from '#engine/simulation/shapes.js';
import { Stage, type StageOptions } from '#engine/simulation/stage.js';
import { type BlockSpec, PLAIN } from '#generators/adversarial/blockSpec.js';
import { materialise } from '#generators/adversarial/materialise.js';
import type { Operation } from '#generators/gadgets/operation.js';
import { firstDifference } from '#harness/compare/index.js';
import { SEED, SEED_NOTE } from '#properties/campaign.js';
import {
  countSmallBlocks,
  nameOf,
  type SmallBlock,
  smallBlocks,
  smallTransactions,
} from '#properties/exhaustive/smallBlocks.js';
import { effort } from '#properties/effort.js';

const TIMEOUT_MS = 240_000;
const ENDLESS = { preemptionsMax: null, statesMax: Infinity } as const;
const SCHEDULES = 4;
/** All of them takes an hour; some of every kind, chosen by the seed, a minute. */
const ONE_IN = effort(32, 1);

const WAYS: Readonly<Record<string, StageOptions>> = {
  'block-stm whose lanes abort': { lanes: 2, fibres: 0, defect: null },
  'block-stm whose lanes suspend': { lanes: 2, fibres: 2, defect: null },
  v1: { scheduler: 'multi-round', lanes: 2, fibres: 0, defect: null },
  v2: { scheduler: 'asynchronous', lanes: 2, fibres: 2, defect: null },
};

const PAIRS = {
  transactions: 2,
  operations: 3,
  deeds: ['read', 'write', 'write-if-odd'],
} as const;
const TRIPLES = { transactions: 3, operations: 3, deeds: ['read', 'write'] } as const;
const REAL = { transactions: 2, operations: 2, deeds: ['read', 'write', 'write-if-odd'] } as const;

function scriptsOf(block: SmallBlock): readonly Script[] {
  return block.map((transaction, index) =>
    transaction.map(({ deed, place }) =>
      deed === 'read'
        ? { kind: deed, slot: place }
        : // Whoever writes, writes something of its own.
          { kind: deed, slot: place, plus: 1 + index },
    ),
  );
}

async function stageOf(block: SmallBlock, options: StageOptions): Promise<Stage<bigint>> {
  return Stage.open(await scriptedScenario(scriptsOf(block), SHAPE_ALLOC), options);
}

function specOf(block: SmallBlock): BlockSpec {
  return {
    fork: 'Osaka',
    beneficiary: null,
    withdrawals: [],
    transactions: block.map((transaction, index) => ({
      ...PLAIN,
      action: { kind: 'interpreted', by: 0 },
      program: transaction.map(({ deed, place }): Operation => {
        if (deed === 'read') return { op: 'read', slot: place };
        if (deed === 'write') return { op: 'write', slot: place };
        const yes = [{ op: 'set', slot: place, value: 3 + index }] as const;
        return { op: 'if', slot: 1 - place, equals: 1, yes, no: [] };
      }),
    })),
  };
}

test('there are as many as can be counted', () => {
  for (const size of [PAIRS, TRIPLES, REAL]) {
    const names = [...smallBlocks(size)].map(nameOf);

    expect(names).toHaveLength(countSmallBlocks(size));
    expect(new Set(names).size).toBe(names.length);
  }
  // By hand: nothing; r, w; rw, wr, and of both places each in either order.
  expect(
    smallTransactions({ operations: 1, deeds: ['read', 'write'] }).map((one) => nameOf([one])),
  ).toEqual(['', 'r0', 'r1', 'w0', 'w1']);
});

test.each(Object.entries(WAYS))(
  'every schedule of every block of two: %s',
  { timeout: TIMEOUT_MS },
  async (_, options) => {
    let [blocks, states] = [0, 0];
    for (const block of smallBlocks(PAIRS)) {
      if (blocks++ % ONE_IN !== SEED % ONE_IN) continue;
      const explored = await explore(await stageOf(block, options), ENDLESS);
      states += explored.states;

      expect({ block: nameOf(block), ...explored }).toMatchObject({ exhaustive: true, failed: 0 });
    }
    expect(blocks).toBe(countSmallBlocks(PAIRS));
    expect(states).toBeGreaterThan(10 * (blocks / ONE_IN));
  },
);

test.each(Object.entries(WAYS))(
  `some schedules of every block of three: %s (${SEED_NOTE})`,
  { timeout: TIMEOUT_MS },
  async (_, options) => {
    let blocks = 0;
    for (const block of smallBlocks(TRIPLES)) {
      if (blocks++ % ONE_IN !== SEED % ONE_IN) continue;
      const stage = await stageOf(block, { ...options, lanes: 3 });
      const { failures } = await sample(stage, { seed: BigInt(SEED), schedules: SCHEDULES });

      expect({ block: nameOf(block), failures }).toMatchObject({ failures: [] });
    }
    expect(blocks).toBe(countSmallBlocks(TRIPLES));
  },
);

test(`engines on every block of two (${SEED_NOTE})`, { timeout: TIMEOUT_MS }, async () => {
  const runtime = { kind: 'simulation', seed: BigInt(SEED) } as const;
  const engines = [
    createBlockSTMEngine({ lanes: 2, runtime }),
    createAsynchronousEngine({ lanes: 2, runtime, hints: 'none' }),
  ];
  const serial = createSerialEngine();
  let blocks = 0;
  for (const small of smallBlocks(REAL)) {
    blocks += 1;
    const { block, preState } = materialise(specOf(small));
    const truth = await serial.execute(block, preState);
    for (const engine of engines) {
      const result = await engine.execute(block, preState);

      expect({ block: nameOf(small), words: firstDifference(truth, result)?.words }).toEqual({
        block: nameOf(small),
      });
    }
  }
  expect(blocks).toBe(countSmallBlocks(REAL));
});

const BROKEN: readonly (readonly [string, Defect])[] = [
  ['block-stm whose lanes abort', 'skip-validation'],
  ['block-stm whose lanes suspend', 'skip-validation'],
  ['v1', 'skip-validation'],
  ['v2', 'skip-validation'],
  ['block-stm whose lanes abort', 'ignore-new-locations'],
  ['v2', 'ignore-new-locations'],
];

test.each(BROKEN)(
  '%s broken by %s fails on one of two',
  { timeout: TIMEOUT_MS },
  async (...how) => {
    const [way, defect] = how;
    const options = { ...(WAYS[way] ?? { lanes: 2, fibres: 0 }), defect };
    let first: string | null = null;
    for (const block of smallBlocks({ ...PAIRS, operations: 2 })) {
      const explored = await explore(await stageOf(block, options), ENDLESS);
      if (explored.failed > 0) {
        first = nameOf(block);
        break;
      }
    }
    // One writes what the other reads; no smaller block can show it.
    expect(first).toMatch(/w0.* \| r0/);
  },
);
