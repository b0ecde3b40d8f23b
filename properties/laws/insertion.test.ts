/**
 * Law: a stranger who pays itself nothing, wherever it is put, changes nothing for the others.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { SEED, SEED_NOTE, sample } from '#properties/campaign.js';
import { askOf, holds } from '#properties/laws/asking.js';
import { lawbreaker } from '#properties/laws/lawbreaker.js';
import { insertion } from '#properties/relations/insertion.js';
import { SUBJECTS } from '#properties/subjects.js';
import { AGES, type Trial, allTrials } from '#properties/trials.js';
import { effort } from '#properties/effort.js';

const TIMEOUT_MS = 120_000;
const BLOCKS_MAX = effort(40, 80);

let trials: readonly Trial[];
beforeAll(async () => {
  trials = await allTrials(AGES);
}, TIMEOUT_MS);

describe.each(SUBJECTS)('$name', ({ create, blocksMax }) => {
  const title = `executes a block with a stranger in it as without (${SEED_NOTE})`;

  test(title, { timeout: TIMEOUT_MS }, async () => {
    const engine = create();
    let inserted = 0;
    for (const [index, trial] of sample(trials, Math.min(blocksMax, BLOCKS_MAX)).entries()) {
      const finding = await insertion.examine(askOf(engine), trial, SEED + index);
      inserted += holds(trial.name, finding) ? 1 : 0;
    }

    expect(inserted).toBeGreaterThan(10);
  });
});

test('an engine that pays for the number of transactions is seen', async () => {
  const engine = lawbreaker((result, { block }) => {
    const address = block.env.currentCoinbase;
    const balance = `0x${block.transactions.length.toString(16)}` as const;
    const paid = { ...result.postState[address], balance };
    return { ...result, postState: { ...result.postState, [address]: paid } };
  })();
  const findings = [];
  for (const trial of trials.slice(0, 20)) {
    findings.push((await insertion.examine(askOf(engine), trial, 0)).kind);
  }

  expect(findings).toContain('broken');
});
