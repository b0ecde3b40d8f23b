/**
 * Law: whatever defect a parallel engine is built with, some named case of the corpus tells it
 * apart, in few schedules, whether incarnations give up at unready reads or wait, or go in rounds.
 *
 * One test a saboteur. Prints the kill matrix at the end.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '#engine/api/index.js';
import {
  createAsynchronousEngine,
  createBlockSTMEngine,
  createMultiRoundEngine,
  type Defect,
  DEFECTS,
  DEFECTS_AT_PUBLISH,
  DEFECTS_WITHOUT_ESTIMATES,
} from '#engine/index.js';
import { cheapestFirst, type Fate, hunt } from '#properties/saboteurs/hunt.js';
import { type Row, killTable } from '#properties/saboteurs/killTable.js';
import { type Trial, allTrials } from '#properties/trials.js';
import { oneIn } from '#properties/effort.js';

const TIMEOUT_MS = 120_000;
const LANES = 3;
/** Walks tried one after the other until one kills. */
const SEEDS: readonly bigint[] = [0n, 1n, 2n, 3n];

interface Build {
  readonly name: string;
  readonly defects: readonly Defect[];
  /** Makes the engine, broken or not, with schedules of the seed. */
  readonly create: (seed: bigint, saboteur?: Defect) => Engine;
}

const BUILDS: readonly Build[] = [
  ...(['abort', 'suspend'] as const).map((onEstimate): Build => ({
    name: `block-stm whose lanes ${onEstimate}`,
    defects: DEFECTS,
    create: (seed, saboteur) => {
      const runtime = { kind: 'simulation', seed } as const;
      return createBlockSTMEngine({ lanes: LANES, runtime, onEstimate, ...broken(saboteur) });
    },
  })),
  {
    // Told everything it would hardly meet a conflict.
    name: 'v1 that is told nothing',
    defects: DEFECTS_WITHOUT_ESTIMATES,
    create: (seed, saboteur) => {
      const runtime = { kind: 'simulation', seed } as const;
      return createMultiRoundEngine({ lanes: LANES, runtime, hints: 'none', ...broken(saboteur) });
    },
  },
  {
    name: 'v2 that is told nothing',
    defects: DEFECTS_AT_PUBLISH,
    create: (seed, saboteur) => {
      const runtime = { kind: 'simulation', seed } as const;
      return createAsynchronousEngine({
        lanes: LANES,
        runtime,
        hints: 'none',
        ...broken(saboteur),
      });
    },
  },
];

function broken(saboteur: Defect | undefined): { readonly saboteur?: Defect } {
  return saboteur === undefined ? {} : { saboteur };
}

describe('an engine broken in one place', { timeout: TIMEOUT_MS }, () => {
  const rows: Row[] = [];
  let trials: readonly Trial[];

  beforeAll(async () => {
    // London: before EIP-6780, so that accounts can end and begin again.
    const all = await allTrials(['London', 'Osaka']);
    trials = cheapestFirst(all.filter(({ block }) => block.transactions.length > 1));
  }, TIMEOUT_MS);

  afterAll(() => {
    console.log(killTable(rows));
  });

  const cases = BUILDS.flatMap(({ name, defects, create }) =>
    defects.map((saboteur) => ({ name, saboteur, create })),
  );

  test.each(cases)('$saboteur is caught in $name', async ({ name, saboteur, create }) => {
    let fate: Fate = { kind: 'survived', blocks: 0, compared: 0 };
    for (const seed of SEEDS) {
      fate = await hunt(create(seed, saboteur), trials);
      if (fate.kind !== 'survived') break;
    }
    rows.push({ id: `${saboteur}, ${name}`, fate });

    expect(fate).toMatchObject({ kind: 'killed' });
  });

  test.each(BUILDS)('$name is not accused where it is honest', async ({ create }) => {
    const some = oneIn(4, trials);
    for (const seed of SEEDS) {
      expect(await hunt(create(seed), some)).toMatchObject({
        kind: 'survived',
        blocks: some.length,
      });
    }
  });
});
