/**
 * Law: no schedule of a small block fails, whichever it is: all are explored.
 *
 * The built-in shapes with three transactions on two and three lanes, in both ways to meet an
 * unready read, in rounds with every kind of hints, and a block of real transactions. An
 * exploration that stops and goes on, in another process, comes to the same as one that does not.
 */
import { describe, expect, test } from 'vitest';

import { type EVMScenario, evmScenario } from '#engine/engines/evmScenario.js';
import { scriptedHints, type ScriptedChoice } from '#engine/engines/scriptedHints.js';
import { HOSTILITIES } from '#engine/hints/hostile.js';
import { USUAL_TUNING } from '#engine/schedulers/readyRows.js';
import { explore } from '#engine/simulation/explorer/explorer.js';
import type { Frontier } from '#engine/simulation/explorer/frontier.js';
import { type ScriptedScenario, scriptedScenario } from '#engine/simulation/scenario.js';
import { SHAPE_ALLOC, SHAPE_NAMES, shapedScripts } from '#engine/simulation/shapes.js';
import { shrink } from '#engine/simulation/shrink.js';
import { Stage } from '#engine/simulation/stage.js';
import { preemptionsOf, tell } from '#engine/simulation/story.js';
import { serve } from '#properties/random/conflictBlock.js';

const TIMEOUT_MS = 60_000;
const NO_BOUND = { preemptionsMax: null } as const;

const ROUNDS = { scheduler: 'multi-round', lanes: 3, fibres: 0, defect: null } as const;
const ASYNCHRONOUS = { scheduler: 'asynchronous', lanes: 3, fibres: 4, defect: null } as const;
const SCRIPTED_CHOICES: readonly ScriptedChoice[] = [
  'none',
  'all',
  'exact',
  'hostile',
  ...HOSTILITIES,
];

function realScenario(): Promise<EVMScenario> {
  const { block, preState } = serve('Osaka', [
    { what: 'count', who: 0, detail: 0 },
    { what: 'sendTokens', who: 1, detail: 2 },
    { what: 'count', who: 2, detail: 0 },
  ]);
  return evmScenario(block, preState);
}

function shaped(shape: (typeof SHAPE_NAMES)[number], txs: number): Promise<ScriptedScenario> {
  return scriptedScenario(shapedScripts(shape, txs), SHAPE_ALLOC);
}

describe('all schedules', { timeout: TIMEOUT_MS }, () => {
  const cases = SHAPE_NAMES.flatMap((shape) =>
    [0, 4].flatMap((fibres) => [2, 3].map((lanes) => ({ shape, fibres, lanes }))),
  );

  test.each(cases)('$shape on $lanes lanes with $fibres fibres', async ({ shape, ...shapeOf }) => {
    const stage = await Stage.open(await shaped(shape, 3), { ...shapeOf, defect: null });
    const explored = await explore(stage, NO_BOUND);

    expect(explored).toMatchObject({ exhaustive: true, failed: 0, frontier: null });
    expect(explored.states).toBeGreaterThan(90);
    expect(explored.terminalStates).toBeGreaterThan(0);
  });

  const told = SHAPE_NAMES.flatMap((shape) => SCRIPTED_CHOICES.map((hints) => ({ shape, hints })));

  test.each(told)('$shape in rounds, hints $hints', async ({ shape, hints }) => {
    const scenario = await shaped(shape, 4);
    const options = { ...ROUNDS, hints: scriptedHints(hints, scenario) };
    const explored = await explore(await Stage.open(scenario, options), NO_BOUND);

    expect(explored).toMatchObject({ exhaustive: true, failed: 0, frontier: null });
    expect(explored.states).toBeGreaterThan(50);
  });

  test.each(told)('$shape asynchronously, hints $hints', async ({ shape, hints }) => {
    const scenario = await shaped(shape, 4);
    const options = { ...ASYNCHRONOUS, hints: scriptedHints(hints, scenario) };
    const explored = await explore(await Stage.open(scenario, options), NO_BOUND);

    expect(explored).toMatchObject({ exhaustive: true, failed: 0, frontier: null });
    expect(explored.states).toBeGreaterThan(20);
  });

  test.each(told)('$shape with two executions at most, hints $hints', async ({ shape, hints }) => {
    const scenario = await shaped(shape, 3);
    const tuning = { ...USUAL_TUNING, startsMax: 2 } as const;
    const options = { ...ASYNCHRONOUS, tuning, hints: scriptedHints(hints, scenario) };
    // The bound is checked at every start.
    const explored = await explore(await Stage.open(scenario, options), NO_BOUND);

    expect(explored).toMatchObject({ exhaustive: true, failed: 0, frontier: null });
  });

  test('hints that mislead leave more to be explored than the truth does', async () => {
    const scenario = await shaped('chain', 3);
    const statesOf = async (hints: ScriptedChoice): Promise<number> => {
      const options = { ...ROUNDS, hints: scriptedHints(hints, scenario) };
      return (await explore(await Stage.open(scenario, options), NO_BOUND)).states;
    };

    expect(await statesOf('falsely-independent')).toBeGreaterThan(3 * (await statesOf('exact')));
  });

  test('of four transactions that choose where they write', async () => {
    const scenario = await shaped('dynamic', 4);
    const stage = await Stage.open(scenario, { lanes: 3, fibres: 0, defect: null });

    expect(await explore(stage, NO_BOUND)).toMatchObject({ exhaustive: true, failed: 0 });
  });

  test.each(['none', 'all', 'exact', 'hostile'] as const)(
    'of real transactions asynchronously, hints %s',
    async (hints) => {
      const scenario = await realScenario();
      const options = { ...ASYNCHRONOUS, hints: await scenario.told(hints) };
      const explored = await explore(await Stage.open(scenario, options), NO_BOUND);

      expect(explored).toMatchObject({ exhaustive: true, failed: 0 });
      expect(explored.states).toBeGreaterThan(50);
    },
  );

  test.each(['none', 'all', 'exact', 'hostile'] as const)(
    'of real transactions in rounds, hints %s',
    async (hints) => {
      const scenario = await realScenario();
      const options = { ...ROUNDS, hints: await scenario.told(hints) };
      const explored = await explore(await Stage.open(scenario, options), NO_BOUND);

      expect(explored).toMatchObject({ exhaustive: true, failed: 0 });
      expect(explored.states).toBeGreaterThan(50);
    },
  );

  test('of real transactions, with few runs of the EVM', async () => {
    const scenario = await realScenario();
    const stage = await Stage.open(scenario, { lanes: 3, fibres: 0, defect: null });
    const explored = await explore(stage, NO_BOUND);

    expect(explored).toMatchObject({ exhaustive: true, failed: 0 });
    expect(explored.states).toBeGreaterThan(1_000);
    expect(stage.trie.runs).toBeLessThan(30);
  });
});

describe('an exploration', { timeout: TIMEOUT_MS }, () => {
  test('that stops goes on elsewhere, to the same end', async () => {
    const whole = await exploreFrom(null, Infinity);
    let frontier: Frontier | null = null;
    let stops = 0;
    let last: typeof whole;
    do {
      last = await exploreFrom(frontier, 150);
      frontier = last.frontier;
      stops += 1;
    } while (frontier !== null);

    expect(stops).toBeGreaterThan(3);
    expect(last).toEqual(whole);
  });

  test('with a bound visits more as the bound grows, and all of it in the end', async () => {
    const scenario = await shaped('chain', 3);
    const terminal: number[] = [];
    for (const preemptionsMax of [0, 1, 2, 30]) {
      const stage = await Stage.open(scenario, { lanes: 2, fibres: 0, defect: null });
      const explored = await explore(stage, { preemptionsMax });
      expect(explored).toMatchObject({ complete: true, exhaustive: false, failed: 0 });
      terminal.push(explored.transitions);
    }
    expect(terminal).toEqual(terminal.toSorted((a, b) => a - b));
  });

  test('finds what is broken, and shrinking says what it turns on', async () => {
    const scenario = await shaped('late-write', 4);
    const stageOf = (lanes: number): Promise<Stage<bigint>> =>
      Stage.open(scenario, { lanes, fibres: 0, defect: 'no-estimates' });
    const { failures } = await explore(await stageOf(3), { ...NO_BOUND, stopsAtFailure: true });
    const [failure] = failures;
    if (failure === undefined) throw new Error('nothing was found');
    const smallest = await shrink({ failure, lanes: 3, stageOf, statesMax: 100_000 });
    const story = await tell(await stageOf(smallest.lanes), smallest.failure.trace);

    expect(smallest).toMatchObject({ lanes: 2, isSmallest: true });
    expect(preemptionsOf(story)).toBe(2);
    expect(story.failure).toEqual(smallest.failure);
    expect(story.lines.at(-1)?.words).toMatch(/validates 1\.1: holds; final below 4/);
  });
});

/** Explores in a stage of its own, as another process would. */
async function exploreFrom(
  from: Frontier | null,
  statesMax: number,
): Promise<Awaited<ReturnType<typeof explore>>> {
  const scenario = await shaped('beneficiary', 4);
  const stage = await Stage.open(scenario, { lanes: 2, fibres: 4, defect: null });
  return await explore(stage, { ...NO_BOUND, from, statesMax });
}
