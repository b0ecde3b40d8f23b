/** In what a later certificate says less: each reason by itself, and none where nothing is less. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Certificate } from '#harness/certify/certificate.js';
import { compareCertificates } from '#harness/certify/compareCertificates.js';
import { seal } from '#harness/certify/seal.js';
import { weakerIn } from '#harness/certify/weaker.js';
import { readCertificateFile } from '#harness/input/certificateFile.js';

const FOLDER = fileURLToPath(new URL('../../fixtures/certificates', import.meta.url));
const { certificate } = readCertificateFile(join(FOLDER, 'edr.json'));

const OFFICIAL = { samplePercent: 10, total: 9, passed: 7, failed: 1, skipped: 1 };

/** All that a run can have. */
const BEFORE: Certificate = {
  ...certificate,
  claim: 'parallel',
  profile: 'standard',
  blocks: 100,
  compared: 1_000,
  schedules: 40,
  laneRuns: 20,
  forks: ['Cancun', 'Prague', 'Osaka'],
  families: [
    { name: 'gas', judged: 5, notExpressible: 0 },
    { name: 'never', judged: 0, notExpressible: 2 },
  ],
  oracleLevels: [0, 1, 3],
  official: OFFICIAL,
  notCovered: [{ what: 'field requests', reason: 'the engine does not state it (1 block)' }],
  known: certificate.known.map((one) => ({ ...one, caseId: 'gas/a', fork: 'Prague', path: 'x' })),
};
const [KNOWN] = BEFORE.known;

test('nothing is weaker where nothing is less, and nothing where there is more', () => {
  expect(weakerIn(BEFORE, { ...BEFORE, engineVersion: '2', seed: 9, seconds: 1 })).toEqual([]);
  const more: Partial<Certificate> = {
    profile: 'deep',
    blocks: 50,
    seed: 9,
    forks: ['Berlin', ...BEFORE.forks],
    families: [...BEFORE.families, { name: 'new', judged: 1, notExpressible: 0 }],
    known: [],
    notCovered: [],
  };
  expect(weakerIn(BEFORE, { ...BEFORE, ...more })).toEqual([]);
});

describe('a later certificate says less', () => {
  const cases: readonly (readonly [Partial<Certificate>, string])[] = [
    [{ claim: 'equivalence' }, 'the claim is lowered from parallel to equivalence'],
    [{ profile: 'quick' }, 'the profile is lowered from standard to quick'],
    [{ engine: 'serial' }, 'another engine is judged: serial, before edr'],
    [{ blocks: 99 }, 'fewer blocks are judged: 99, before 100'],
    [{ compared: 999 }, 'fewer fields are compared: 999, before 1000'],
    [{ schedules: 0 }, 'fewer executions under schedules are judged: 0, before 40'],
    [{ laneRuns: 19 }, 'fewer executions on numbers of lanes are judged: 19, before 20'],
    [{ official: { ...OFFICIAL, passed: 6 } }, 'fewer official tests are judged: 7, before 8'],
    [
      { official: { ...OFFICIAL, samplePercent: 9 } },
      'the sample of official tests is lowered from 10 to 9 %',
    ],
    // Half as many under another seed can be chance; fewer cannot.
    [{ seed: 9, blocks: 49 }, 'fewer blocks are judged: 49, before 100'],
    [{ forks: ['Prague'] }, 'nothing is judged under Cancun, Osaka any more'],
    [{ oracleLevels: [0, 1] }, 'oracle level 3 does not judge any more'],
    [{ families: [] }, 'no case of gas is judged any more'],
    [
      { families: [{ name: 'gas', judged: 4, notExpressible: 1 }] },
      'fewer cases of gas are judged: 4, before 5',
    ],
    [
      { notCovered: [...BEFORE.notCovered, { what: 'field stateRoot', reason: '' }] },
      'the field stateRoot is not compared everywhere any more',
    ],
    [
      { known: BEFORE.known.map((one) => ({ ...one, path: 'y' })) },
      '1 failure newly on the list of known ones: gas/a under Prague at y',
    ],
  ];

  test.each(cases)('%j', (change, reason) => {
    expect(KNOWN).toBeDefined();
    expect(weakerIn(BEFORE, { ...BEFORE, ...change })).toEqual([reason]);
  });
});

test('a comparison has the reasons beside the changes, and no worse verdict for it', () => {
  const maker = { version: '1', command: '' };
  const after = seal({ ...BEFORE, families: [], official: null }, maker);
  const { isWorse, weaker, changes } = compareCertificates(seal(BEFORE, maker), after);
  expect(isWorse).toBe(false);
  expect(weaker).toHaveLength(3);
  const seen = changes.map(({ what }) => what);
  expect(seen).toEqual(['cases of gas', 'cases of never', 'official tests']);
});
