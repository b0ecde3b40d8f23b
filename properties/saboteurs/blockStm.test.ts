/**
 * Law: whatever defect `block-stm` is built with, some named case of the corpus tells it apart, in
 * few schedules, whether incarnations give up at unready reads or wait.
 *
 * One test a saboteur. Prints the kill matrix at the end.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBlockSTMEngine, DEFECTS } from '#engine/index.js';
import { cheapestFirst, type Fate, hunt } from '#properties/saboteurs/hunt.js';
import { type Row, killTable } from '#properties/saboteurs/killTable.js';
import { type Trial, allTrials } from '#properties/trials.js';

const TIMEOUT_MS = 120_000;
const LANES = 3;
/** Walks tried one after the other until one kills. */
const SEEDS: readonly bigint[] = [0n, 1n, 2n, 3n];

describe('block-stm broken in one place', { timeout: TIMEOUT_MS }, () => {
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

  const cases = DEFECTS.flatMap((saboteur) =>
    (['abort', 'suspend'] as const).map((onEstimate) => ({ saboteur, onEstimate })),
  );

  test.each(cases)('$saboteur is caught where lanes $onEstimate', async (built) => {
    let fate: Fate = { kind: 'survived', blocks: 0, compared: 0 };
    for (const seed of SEEDS) {
      const runtime = { kind: 'simulation', seed } as const;
      fate = await hunt(createBlockSTMEngine({ lanes: LANES, runtime, ...built }), trials);
      if (fate.kind !== 'survived') break;
    }
    rows.push({ id: `${built.saboteur} (${built.onEstimate})`, fate });

    expect(fate).toMatchObject({ kind: 'killed' });
  });

  test.each(['abort', 'suspend'] as const)(
    'the honest engine is not accused where lanes %s',
    async (onEstimate) => {
      for (const seed of SEEDS) {
        const runtime = { kind: 'simulation', seed } as const;
        const engine = createBlockSTMEngine({ lanes: LANES, runtime, onEstimate });
        expect(await hunt(engine, trials)).toMatchObject({
          kind: 'survived',
          blocks: trials.length,
        });
      }
    },
  );
});
