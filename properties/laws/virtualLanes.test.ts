/**
 * Law: lanes as values, whose bodies are walked through a read trie, make the very steps that live
 * lanes make on the same choices, and come to what running in order comes to.
 *
 * Scripts and real transactions, in both ways to meet an unready read. That the two agree step by
 * step is what makes a schedule that was found by exploring one to replay on the engine.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createBlockSTMEngine, stepsSchedule } from '#engine/index.js';
import { evmScenario } from '#engine/engines/evmScenario.js';
import { randomPicker } from '#engine/simulation/pickers/random.js';
import { sample } from '#engine/simulation/sampler.js';
import { Stage } from '#engine/simulation/stage.js';
import { walk, type Watcher } from '#engine/simulation/walk.js';
import { campaignSettings, SEED_NOTE } from '#properties/campaign.js';
import { dishes, serve } from '#properties/random/conflictBlock.js';
import { forks } from '#properties/random/scene.js';

const TIMEOUT_MS = 120_000;
const BLOCKS = 60;
const LANES = 3;
const UNWATCHED: Watcher = { begin: () => undefined, after: () => undefined, end: () => undefined };

describe(`virtual lanes (${SEED_NOTE})`, { timeout: TIMEOUT_MS }, () => {
  test.each(['abort', 'suspend'] as const)(
    'make the steps of lanes that %s',
    async (onEstimate) => {
      const engine = createBlockSTMEngine({ lanes: LANES, onEstimate });
      const fibres = onEstimate === 'suspend' ? 4 : 0;
      const met = { waits: 0, withdrawn: 0 };
      const seeds = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
      const property = fc.asyncProperty(forks, dishes, seeds, async (fork, chosen, seed) => {
        const { block, preState } = serve(fork, chosen);
        const scenario = await evmScenario(block, preState);
        const stage = await Stage.open(scenario, { lanes: LANES, fibres, defect: null });
        const prologue = Array.from({ length: 2 * scenario.txCount }, () => 0);
        const trace = await walk(stage, { picker: randomPicker(seed), watcher: UNWATCHED });
        const leaves = stage.truth.map((_, txIndex) => stage.lanes.leafOf(txIndex)?.effect);
        const live = await engine.execute(block, preState, {
          invalidTransactions: 'skip',
          schedule: stepsSchedule([...prologue, ...trace]),
        });

        expect(leaves).toEqual(stage.truth);
        expect(live.stats.traceDigest).toBe(stage.block.digest.text);
        met.waits += live.stats.suspensions + live.stats.aborts;
        met.withdrawn += live.status === 'accepted' ? live.rejected.length : 0;
      });
      await fc.assert(property, campaignSettings(BLOCKS));

      expect(met.waits).toBeGreaterThan(10);
      expect(met.withdrawn).toBeGreaterThan(0);
    },
  );

  test('remember bodies instead of running them', async () => {
    const { block, preState } = smallBlock();
    const stage = await Stage.open(await evmScenario(block, preState), {
      lanes: LANES,
      fibres: 0,
      defect: null,
    });
    for (let seed = 0n; seed < 200n; seed += 1n) {
      stage.rewind();
      await walk(stage, { picker: randomPicker(seed), watcher: UNWATCHED });
    }
    expect(stage.trie.runs).toBeLessThan(20);
  });

  test('begin again on a stage that keeps no copies', async () => {
    const { block, preState } = smallBlock();
    const options = { lanes: LANES, fibres: 0, defect: null, isCopied: false };
    const stage = await Stage.open(await evmScenario(block, preState), options);

    const { failed } = await sample(stage, { seed: 1n, schedules: 50 });

    expect(failed).toBe(0);
    expect(() => {
      stage.restore(stage.save());
    }).toThrow('what is set back');
  });
});

/** Two that count in the same place, and one that looks at it. */
function smallBlock(): ReturnType<typeof serve> {
  return serve('Osaka', [
    { what: 'count', who: 0, detail: 0 },
    { what: 'count', who: 1, detail: 0 },
    { what: 'look', who: 2, detail: 3 },
  ]);
}
