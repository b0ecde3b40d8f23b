/**
 * Law: every law of a pursuit can be broken, and honest engines break none.
 *
 * One test a law: a broken engine that it must see by itself, within so many blocks.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSerialEngine } from '#engine/index.js';
import { SEED, SEED_NOTE } from '#properties/campaign.js';
import { Accused } from '#properties/power/accused.js';
import { BUILDS } from '#properties/power/builds.js';
import type { Verdict } from '#properties/power/laws/law.js';
import { LAWS } from '#properties/power/laws/index.js';
import { powerBlock } from '#properties/power/powerBlocks.js';
import { pursue } from '#properties/power/pursuit.js';
import { Scene } from '#properties/power/scene.js';
import { suspectNamed, USUAL_FORKS } from '#properties/power/suspects.js';
import { ENGINE_FOLDER, Workshop } from '#properties/saboteurs/workshop.js';
import { effort } from '#properties/effort.js';

const TIMEOUT_MS = 120_000;
const BLOCKS_MAX = 300;
const HONEST_BLOCKS = effort(6, 12);
const TRANSACTIONS_MAX = 8;

/** Who breaks which law. */
const BREAKERS: Readonly<Record<string, string>> = {
  equivalence: 'v1/stale-receipt',
  oracle: 'gas/refund-dropped',
  'read-sets': 'block-stm/skip-validation',
  independence: 'block-stm-suspending/skip-validation',
  repetition: 'warmth/kept-from-the-transaction-before',
  scripts: 'M8b/verdict-with-the-order',
  finality: 'M3/abort-leaves-no-estimate',
  progress: 'M10/handed-task-not-counted',
  budget: 'v2/async/senders-out-of-order',
  'recorded-reads': 'state/code-write-lost',
  succession: 'v1/stale-receipt',
  fallback: 'block-stm/fallback/without-opening-calls',
  thrift: 'v2/async/flagged-estimates-forgotten',
  skipping: 'v2/async/withdrawal-flags-nobody',
  splitting: 'block-stm/facts/slots-not-recorded',
  reordering: 'v1/facts/code-not-recorded',
  insertion: 'block-stm/skip-validation',
};

describe('laws of a pursuit', { timeout: TIMEOUT_MS }, () => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await Workshop.open();
  });
  afterAll(() => workshop.close());

  test.each(Object.entries(BREAKERS))(`%s sees %s (${SEED_NOTE})`, async (name, id) => {
    const law = LAWS.find((one) => one.name === name);
    const { build, defect, edits, forks } = suspectNamed(id);
    const accused = await Accused.open({
      folder: await workshop.copy({ id, edits }),
      build,
      defect,
    });
    const serial = createSerialEngine();
    let verdict: Verdict | undefined;
    for (let number = 0; number < BLOCKS_MAX && verdict?.kind !== 'broken'; number += 1) {
      const block = powerBlock({
        seed: SEED,
        index: number,
        forks,
        transactionsMax: TRANSACTIONS_MAX,
      });
      // What throws is seen by anybody.
      verdict = await law
        ?.examine(new Scene({ accused, ...block, number, serial }))
        .catch(() => verdict);
    }
    await accused.close();

    expect(verdict).toMatchObject({ kind: 'broken' });
  });

  test('all of them have somebody who breaks them', () => {
    expect(Object.keys(BREAKERS).sort()).toEqual(LAWS.map(({ name }) => name).sort());
  });

  test.each(BUILDS)(`honest %s breaks none (${SEED_NOTE})`, async (build) => {
    const accused = await Accused.open({ folder: ENGINE_FOLDER, build, defect: null });
    const counts = { held: 0, vacuous: 0 };
    const kill = await pursue({
      accused,
      forks: USUAL_FORKS,
      seed: SEED,
      transactionsMax: TRANSACTIONS_MAX,
      blocksMax: HONEST_BLOCKS,
      first: 0,
      onHeld: (_, { held, vacuous }) => {
        counts.held += held.length;
        counts.vacuous += vacuous.length;
        return Promise.resolve();
      },
    });
    await accused.close();

    expect(kill).toBeNull();
    expect(counts.held).toBeGreaterThan(HONEST_BLOCKS);
    expect(counts.vacuous).toBeLessThan(counts.held / 2);
  });
});
