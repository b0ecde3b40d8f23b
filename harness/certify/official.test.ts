import { expect, test } from 'vitest';
import { createOracle } from '#harness/adapters/oracle/index.js';
import { certify } from '#harness/certify/certify.js';
import { isInSample } from '#harness/certify/official.js';
import { runOfficialTests } from '#harness/certify/officialRun.js';
import { AS_CONFIGURED } from '#harness/certify/schedulePlan.js';
import type { Engine } from '#engine/api/index.js';

const IDS = Array.from({ length: 10_000 }, (_, index) => `folder/test${String(index)}.json::key`);

test('a sample is about as large as asked for and the same for the same seed', () => {
  for (const percent of [1, 10, 50]) {
    const sample = IDS.filter((id) => isInSample(id, 5, percent));
    expect(sample.length).toBeGreaterThan(percent * 80);
    expect(sample.length).toBeLessThan(percent * 120);
    expect(IDS.filter((id) => isInSample(id, 5, percent))).toEqual(sample);
  }
});

test('another seed gives another sample, and a hundred per cent is all', () => {
  const sample = (seed: number): string[] => IDS.filter((id) => isInSample(id, seed, 10));
  expect(sample(1)).not.toEqual(sample(2));
  expect(IDS.every((id) => isInSample(id, 1, 100))).toBe(true);
});

const folder = process.env['LOCKSTEP_FIXTURES'] ?? '';
const ONLY = 'bcExample/basefeeExample';

test.skipIf(folder === '')(
  'official tests become level 3 of a certificate (skipped without LOCKSTEP_FIXTURES)',
  { timeout: 120_000 },
  async () => {
    const certificate = await certify(createOracle(), {
      judges: [],
      claim: 'equivalence',
      forks: [],
      official: { folder, samplePercent: 1 },
    });
    expect(certificate.oracleLevels).toEqual([3]);
    expect(certificate.official?.passed).toBeGreaterThan(0);
    expect(certificate.official?.failed).toBe(0);
  },
);

test.skipIf(folder === '')(
  'an engine that fails an official test breaks down by name (skipped without LOCKSTEP_FIXTURES)',
  { timeout: 120_000 },
  async () => {
    const broken: Engine = {
      info: createOracle().info,
      execute: () => Promise.reject(new Error('out of order')),
    };
    const heard: (string | null)[] = [];
    const { report, end } = await runOfficialTests({
      engine: broken,
      folder,
      plan: AS_CONFIGURED,
      watch: { secondsMax: 30 },
      filter: (id) => id.includes(ONLY),
      onFailure: ({ crash }) => heard.push(crash),
    });
    expect(end).toBe('complete');
    expect(report.failed).toBeGreaterThan(0);
    expect(heard).toEqual(Array.from({ length: report.failed }, () => 'failed: out of order'));
  },
);
