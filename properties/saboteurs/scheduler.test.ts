/**
 * Law: whatever is broken in the scheduler, sampled schedules tell it apart soon, whatever seed
 * they are drawn from; and nobody else is accused.
 *
 * One test a saboteur. Prints how many schedules it took and what was seen.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCHEDULER_SABOTEURS } from '#properties/saboteurs/scheduler/index.js';
import { HONEST_DONE_CHECKS } from '#properties/saboteurs/scheduler/doneCheck.js';
import { type Kill, setAll, stalk } from '#properties/saboteurs/scheduler/stalk.js';
import { openTheatre } from '#properties/saboteurs/scheduler/theatre.js';
import { HONEST_VERDICTS } from '#properties/saboteurs/scheduler/verdicts.js';
import type { Sabotage } from '#properties/saboteurs/saboteur.js';
import { killedTable, kindsOf, type Tries } from '#properties/saboteurs/schedulerTable.js';
import { Workshop } from '#properties/saboteurs/workshop.js';
import { effort } from '#properties/effort.js';

const TIMEOUT_MS = 120_000;
const SEEDS = Array.from({ length: 10 }, (_, seed) => BigInt(seed + 1));
const KILLED_MIN = 9;
/** For those that need not be killed. */
const REPORTED_SCHEDULES = 1_000;
const HONEST_SCHEDULES = effort(30_000, 100_000);
const ALIKE_SCHEDULES = effort(3_000, 6_000);

describe('the scheduler broken in one place', { timeout: TIMEOUT_MS }, () => {
  const rows: Tries[] = [];
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await Workshop.open();
  });
  afterAll(async () => {
    await workshop.close();
    console.log(killedTable(rows));
  });

  async function tryOut(sabotage: Sabotage, schedulesMax: number): Promise<Tries> {
    const theatre = await openTheatre(workshop, sabotage);
    const sets = await setAll(theatre);
    const kills: (Kill | null)[] = [];
    for (const seed of SEEDS) kills.push(await stalk(theatre, sets, { seed, schedulesMax }));
    rows.push({ id: sabotage.id, kills });
    return { id: sabotage.id, kills };
  }

  const named = SCHEDULER_SABOTEURS.map((saboteur) => ({ ...saboteur, saboteur }));

  test.each(named.filter(({ schedulesMax }) => schedulesMax !== null))(
    '$id is caught within $schedulesMax schedules: $why',
    async ({ saboteur, schedulesMax }) => {
      const { kills } = await tryOut(saboteur, schedulesMax ?? 0);

      expect(kills.filter((kill) => kill !== null).length).toBeGreaterThanOrEqual(KILLED_MIN);
      // Anything notices an engine that throws.
      expect([...kindsOf(kills).keys()]).not.toContain('crash');
    },
  );

  test.each(named.filter(({ schedulesMax }) => schedulesMax === null))(
    '$id is tried and reported: $why',
    async ({ saboteur }) => {
      const { kills } = await tryOut(saboteur, REPORTED_SCHEDULES);

      expect(kills).toHaveLength(SEEDS.length);
      expect([...kindsOf(kills).keys()]).not.toContain('crash');
    },
  );

  test('what is wrong in progress only is seen by the bound on executions', () => {
    const blind = rows.find(({ id }) => id.startsWith('M7/'));

    expect([...kindsOf(blind?.kills ?? []).keys()]).toEqual(['bound']);
  });

  test(`nowhere broken, it is not accused in ${HONEST_SCHEDULES} schedules`, async () => {
    expect(await accusations(null, HONEST_SCHEDULES)).toEqual({
      failures: [],
      isEnough: true,
    });
  });

  test.each([...HONEST_DONE_CHECKS, ...HONEST_VERDICTS])(
    '$id, which only looks broken, is not accused either',
    async (sabotage) => {
      expect(await accusations(sabotage, ALIKE_SCHEDULES)).toEqual({
        failures: [],
        isEnough: true,
      });
    },
  );

  test('each under a name of its own', () => {
    const ids = SCHEDULER_SABOTEURS.map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(13);
  });

  /** Samples all blocks, in both ways to meet an estimate, by all pickers. */
  async function accusations(sabotage: Sabotage | null, schedules: number): Promise<object> {
    const theatre = await openTheatre(workshop, sabotage);
    const sets = await setAll(theatre);
    const each = { seed: 7n, schedules: Math.ceil(schedules / sets.length) };
    const failures: object[] = [];
    let count = 0;
    for (const { block, fibres, stage } of sets) {
      const sample = await theatre.sample(stage, each);
      failures.push(...sample.failures.map((failure) => ({ block, fibres, failure })));
      count += sample.schedules;
    }
    return { failures, isEnough: count >= schedules };
  }
});
