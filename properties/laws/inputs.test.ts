/**
 * Law: an engine does not change the block or the state it is given.
 *
 * A harness gives the same input to several engines; one that writes into it falsifies the others.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '#engine/api/index.js';
import { frozen } from '#harness/input/frozen.js';
import { firstDifference } from '#harness/compare/index.js';
import { sample } from '#properties/campaign.js';
import { lawbreaker } from '#properties/laws/lawbreaker.js';
import { SUBJECTS } from '#properties/subjects.js';
import { AGES, type Trial, allTrials, execute } from '#properties/trials.js';

const TIMEOUT_MS = 120_000;

let trials: readonly Trial[];
beforeAll(async () => {
  trials = await allTrials(AGES);
}, TIMEOUT_MS);

/** What is wrong, or `null`: input that could be changed was not, and need not be changeable. */
async function objection(engine: Engine, trial: Trial): Promise<string | null> {
  const open = { ...trial, ...structuredClone(inputOf(trial)) };
  await execute(engine, open);
  if (JSON.stringify(inputOf(open)) !== JSON.stringify(inputOf(trial))) {
    return `${trial.name}: the input was changed`;
  }
  const result = await execute(engine, { ...trial, ...frozen(structuredClone(inputOf(trial))) });
  return firstDifference(trial.truth, result)?.words ?? null;
}

function inputOf({ block, preState }: Trial): Pick<Trial, 'block' | 'preState'> {
  return { block, preState };
}

describe.each(SUBJECTS)('$name', ({ create, blocksMax }) => {
  test('leaves its input alone', { timeout: TIMEOUT_MS }, async () => {
    const engine = create();
    const blocks = sample(trials, blocksMax);

    expect(blocks.length).toBeGreaterThan(0);
    for (const trial of blocks) expect(await objection(engine, trial)).toBeNull();
  });
});

test('an engine that drops an account of the pre-state after use is seen', async () => {
  const create = lawbreaker((result, { preState }) => {
    const [address] = Object.keys(preState);
    if (!Object.isFrozen(preState)) Reflect.deleteProperty(preState, address ?? '');
    return result;
  });

  expect(await objection(create(), firstOf(trials))).toMatch(/the input was changed/);
});

function firstOf([first]: readonly Trial[]): Trial {
  if (first === undefined) throw new Error('the corpus is empty');
  return first;
}
