/**
 * Law: a block executed again gives the same result, byte for byte, here or in another process.
 *
 * The other process has another time zone and another language, which must not matter either.
 */
import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '#engine/api/index.js';
import { sample } from '#properties/campaign.js';
import { digestsOf, digestsOfTruth } from '#properties/laws/digests.js';
import { lawbreaker } from '#properties/laws/lawbreaker.js';
import { SUBJECTS } from '#properties/subjects.js';
import { AGES, type Trial, allTrials } from '#properties/trials.js';

const TIMEOUT_MS = 120_000;

let trials: readonly Trial[];
beforeAll(async () => {
  trials = await allTrials(AGES);
}, TIMEOUT_MS);

/** Names of trials that gave other bytes the second time. */
async function changed(engine: Engine, blocks: readonly Trial[]): Promise<readonly string[]> {
  const first = await digestsOf(engine, blocks);
  const second = await digestsOf(engine, blocks);
  return second.filter((line, place) => line !== first[place]);
}

describe.each(SUBJECTS)('$name', ({ create, blocksMax }) => {
  test('gives the same bytes when it executes a block again', { timeout: TIMEOUT_MS }, async () => {
    const blocks = sample(trials, blocksMax);

    expect(blocks.length).toBeGreaterThan(0);
    expect(await changed(create(), blocks)).toEqual([]);
  });
});

test('serial gives the same bytes in another process', { timeout: TIMEOUT_MS }, () => {
  const program = `
    import { digestsOfTruth } from '#properties/laws/digests.js';
    import { AGES, allTrials } from '#properties/trials.js';
    for (const line of digestsOfTruth(await allTrials(AGES))) console.log(line);`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    env: { ...process.env, TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8' },
    encoding: 'utf8',
  });

  expect(printed.trimEnd().split('\n')).toEqual(digestsOfTruth(trials));
  expect(trials.length).toBeGreaterThan(0);
});

test('an engine that returns its accounts in another order is seen', async () => {
  const create = lawbreaker((result, { callsBefore }) => {
    const accounts = Object.entries(result.postState);
    const isReversed = callsBefore > 0;
    return { ...result, postState: Object.fromEntries(isReversed ? accounts.reverse() : accounts) };
  });

  expect(await changed(create(), trials.slice(0, 1))).toHaveLength(1);
});
