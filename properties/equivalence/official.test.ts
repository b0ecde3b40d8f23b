/**
 * Law: oracle and serial agree, field by field, on every block of the official tests.
 *
 * Runs where `LOCKSTEP_FIXTURES` names a folder of official blockchain tests: a seeded sample of
 * its files, or all of them with `LOCKSTEP_FIXTURES_ALL=1`. The runner also holds both to the roots
 * and rejections that the tests state, so that a block passes three opinions.
 */
import { describe, expect, test } from 'vitest';
import { createSerialEngine } from '#engine/index.js';
import { findFixtures } from '#fixtures/official/findFixtures.js';
import { loadFixtureFile } from '#fixtures/official/loadFixtures.js';
import { createOracle } from '#harness/adapters/oracle/index.js';
import { type FixtureOutcome, runFixture } from '#harness/fixtures/runFixture.js';
import { SEED_NOTE, sample } from '#properties/campaign.js';
import { PairedEngine } from '#properties/equivalence/pairedEngine.js';

const SAMPLE_FILES = 30;
const FILE_TIMEOUT_MS = 30 * 60_000;

const folder = process.env['LOCKSTEP_FIXTURES'] ?? '';
const files = folder === '' ? [] : await findFixtures(folder);
const isWhole = process.env['LOCKSTEP_FIXTURES_ALL'] === '1';
const chosen = isWhole ? files : sample(files, SAMPLE_FILES);

describe.skipIf(folder === '')(`oracle and serial agree on ${scope()}`, () => {
  const pair = new PairedEngine(createOracle(), createSerialEngine());

  test.each(chosen)('%s', { timeout: FILE_TIMEOUT_MS }, async (path) => {
    const { tests } = await loadFixtureFile(folder, path);
    const outcomes: FixtureOutcome[] = [];
    for (const fixture of tests) outcomes.push(await runFixture(pair, fixture));

    expect(outcomes.filter(({ status }) => status === 'failed')).toEqual([]);
  });

  test('and blocks were compared', () => {
    expect(pair.blocks).toBeGreaterThan(0);
    expect(pair.compared).toBeGreaterThan(pair.blocks);
    console.log(`oracle and serial agree on ${pair.blocks} blocks in ${pair.compared} fields`);
  });
});

function scope(): string {
  if (folder === '') return 'official tests (skipped: set LOCKSTEP_FIXTURES to a folder of them)';
  if (isWhole) return `all ${files.length} files of official tests`;
  return `${chosen.length} of ${files.length} files of official tests (${SEED_NOTE})`;
}
