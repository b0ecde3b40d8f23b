/**
 * What samples find that no check of one run can, and that shrinking can be told to end.
 */
import { describe, expect, test } from 'vitest';

import { addressNamed } from '#generators/build/address.js';
import { word } from '#generators/build/hex.js';
import { sample } from '#engine/simulation/sampler.js';
import { type Scenario, scriptedScenario } from '#engine/simulation/scenario.js';
import { SHAPE_ALLOC, shapedScripts } from '#engine/simulation/shapes.js';
import { shrink } from '#engine/simulation/shrink.js';
import { Stage } from '#engine/simulation/stage.js';

const ON_TWO_LANES = { lanes: 2, fibres: 0, defect: null } as const;

/** From its second execution on in this process, every body writes something else. */
function fickle<Outcome>(scenario: Scenario<Outcome>): Scenario<Outcome> {
  let runs = 0;
  return {
    ...scenario,
    body: {
      prepare: (txIndex) => scenario.body.prepare(txIndex),
      run: async (start, reader) => {
        const result = await scenario.body.run(start, reader);
        runs += 1;
        const isLater = runs > scenario.txCount;
        const writes = result.writes.map((write) =>
          write.kind === 'storage' && isLater ? { ...write, value: write.value + 1n } : write,
        );
        return { ...result, writes };
      },
    },
  };
}

describe('running twice', () => {
  test('finds a body that does not do the same again', async () => {
    const scenario = await scriptedScenario(shapedScripts('independent', 3), SHAPE_ALLOC);
    const honest = await sample(await Stage.open(scenario, ON_TWO_LANES), {
      seed: 1n,
      schedules: 1,
    });
    expect(honest).toMatchObject({ repeated: 1, failed: 0 });
    const found = await sample(await Stage.open(fickle(scenario), ON_TWO_LANES), {
      seed: 1n,
      schedules: 1,
    });
    expect(found.failures).toMatchObject([{ kind: 'nondeterminism' }]);
  });
});

test('hints that name what nobody touches change no schedule after the first', async () => {
  const scenario = await scriptedScenario(shapedScripts('chain', 4), SHAPE_ALLOC);
  const hints = Array.from({ length: 4 }, (_, txIndex) => ({
    reads: [],
    writes: [],
    credits: [],
    gas: 1,
    expected: [
      { kind: 'storage', address: addressNamed(`nobody ${txIndex}`), slot: word(txIndex) },
      { kind: 'code', address: addressNamed('nobody at all'), slot: null },
    ] as const,
  }));
  const options = { scheduler: 'asynchronous', hints, ...ON_TWO_LANES } as const;
  const stage = await Stage.open(scenario, options);

  // A stage that is put back must have room for all that is named.
  expect(await sample(stage, { seed: 1n, schedules: 200 })).toMatchObject({ failures: [] });
});

describe('shrinking', () => {
  test('ends when it is told to, with what it was given', async () => {
    const scenario = await scriptedScenario(shapedScripts('late-write', 4), SHAPE_ALLOC);
    const stageOf = (lanes: number): Promise<Stage<bigint>> =>
      Stage.open(scenario, { lanes, fibres: 0, defect: 'no-estimates' });
    const { failures } = await sample(await stageOf(3), {
      seed: 1n,
      schedules: 3_000,
      stopsAtFailure: true,
    });
    const [failure] = failures;
    if (failure === undefined) throw new Error('nothing was found');
    const end = new AbortController();
    let pauses = 0;
    const shrunk = await shrink({
      failure,
      lanes: 3,
      stageOf,
      statesMax: 100_000,
      signal: end.signal,
      pause: () => {
        pauses += 1;
        end.abort();
        return undefined;
      },
    });
    expect(pauses).toBe(1);
    expect(shrunk).toEqual({ failure, lanes: 3, isSmallest: false });
  });
});
