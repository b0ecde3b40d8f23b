/**
 * Law: skipping invalid transactions gives what the block without them gives when none may be.
 *
 * Blocks are those of the corpus with transactions left out and shuffled, so that nonces and funds
 * go wrong.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '#engine/api/index.js';
import { SEED_NOTE, campaignSettings } from '#properties/campaign.js';
import { lawbreaker } from '#properties/laws/lawbreaker.js';
import { askOf, holds } from '#properties/laws/asking.js';
import { skipping } from '#properties/relations/skipping.js';
import { SUBJECTS } from '#properties/subjects.js';
import { AGES, type Trial, allTrials } from '#properties/trials.js';

const TIMEOUT_MS = 120_000;

let trials: readonly Trial[];
beforeAll(async () => {
  trials = await allTrials(AGES);
}, TIMEOUT_MS);

/** A block of the corpus, some of its transactions missing, the rest in any order. */
function disorder(): fc.Arbitrary<Trial> {
  return fc.constantFrom(...trials).chain((trial) =>
    fc.shuffledSubarray([...trial.block.transactions]).map((transactions) => ({
      ...trial,
      block: { ...trial.block, transactions },
    })),
  );
}

/** Fails when the law does not hold; returns whether anything was left out. */
async function examine(engine: Engine, trial: Trial): Promise<boolean> {
  return holds(trial.name, await skipping.examine(askOf(engine), trial, 0));
}

describe.each(SUBJECTS)('$name', ({ create, blocksMax }) => {
  test(`skips as if nothing had been there (${SEED_NOTE})`, { timeout: TIMEOUT_MS }, async () => {
    const engine = create();
    let leftOut = 0;
    const law = fc.asyncProperty(disorder(), async (trial) => {
      leftOut += (await examine(engine, trial)) ? 1 : 0;
    });
    await fc.assert(law, campaignSettings(blocksMax));

    expect(leftOut).toBeGreaterThan(0);
  });
});

test('an engine that lets a skipped transaction use gas is seen', async () => {
  const engine = lawbreaker((result) =>
    result.rejected.length === 0 ? result : { ...result, gasUsed: '0x5208' },
  )();
  const law = fc.asyncProperty(disorder(), async (trial) => {
    await examine(engine, trial);
  });

  expect((await fc.check(law, campaignSettings(100))).failed).toBe(true);
});
