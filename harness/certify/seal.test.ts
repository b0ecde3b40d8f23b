/** Sealed certificates: what the digest covers, what two of them say, and the forms they take. */
import pc from 'picocolors';
import { create } from 'xmlbuilder2';
import { describe, expect, test } from 'vitest';
import type { Certificate, KnownFinding } from '#harness/certify/certificate.js';
import { compareCertificates } from '#harness/certify/compareCertificates.js';
import { isIntact, seal } from '#harness/certify/seal.js';
import { badgeSVG } from '#harness/report/badge.js';
import { certificateText } from '#harness/report/certificateText.js';
import { junitXML } from '#harness/report/junit.js';

const MAKER = { version: '1.2.3', command: 'lockstep certify mine --seed 1' };
const PASS: Certificate = {
  engine: 'mine',
  engineVersion: '1',
  claim: 'equivalence',
  profile: 'quick',
  verdict: 'pass',
  reason: 'everything compared agrees with serial truth',
  compared: 500,
  blocks: 30,
  schedules: 0,
  laneRuns: 0,
  divergences: 0,
  findings: 0,
  failures: [],
  known: [],
  parallelProof: null,
  power: [],
  oracleLevels: [0, 1],
  families: [{ name: 'a', judged: 30, notExpressible: 1 }],
  casesDigest: 'sha256:0',
  forks: ['Prague'],
  notCovered: [{ what: 'a/declined under Prague', reason: 'does not do this' }],
  official: null,
  seed: 1,
  seconds: 2,
  interrupted: false,
};
const FAIL: Certificate = {
  ...PASS,
  verdict: 'fail',
  divergences: 1,
  findings: 1,
  failures: [
    {
      kind: 'divergence',
      verdict: 'fail',
      caseId: 'a/wrong',
      fork: 'Prague',
      policy: 'reject-block',
      block: 0,
      path: 'gasUsed',
      words: 'gas used is 1 <&>',
      expected: '2',
      actual: '1',
      replay: 'lockstep certify mine --only a/wrong',
    },
  ],
};
const KNOWN: KnownFinding = {
  caseId: 'a/known',
  fork: 'Prague',
  path: 'gasUsed',
  words: 'differs',
  why: 'theirs',
  owner: 'somebody',
  link: 'https://example.org',
  expires: '2030-01-01',
};

describe('a sealed certificate', () => {
  const sealed = seal(PASS, MAKER);

  test('is intact in whatever order its fields are written', () => {
    expect(sealed.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    const { digest, form, harness, command, certificate, residualRisk } = sealed;
    expect(isIntact({ digest, residualRisk, certificate, command, harness, form })).toBe(true);
  });

  test.each([
    ['verdict', { ...sealed, certificate: { ...PASS, reason: 'better' } }],
    ['command', { ...sealed, command: 'another' }],
    ['risk', { ...sealed, residualRisk: 0 }],
    ['version', { ...sealed, harness: { ...sealed.harness, version: '9' } }],
  ])('is not where its %s was changed', (_what, changed) => {
    expect(isIntact(changed)).toBe(false);
  });

  test('says what risk remains, where nothing differed', () => {
    expect(sealed.residualRisk).toBeCloseTo(0.1);
    expect(seal(FAIL, MAKER).residualRisk).toBeNull();
    expect(seal({ ...PASS, blocks: 0 }, MAKER).residualRisk).toBeNull();
  });

  test('says none where what differed was known', () => {
    expect(seal({ ...PASS, known: [KNOWN] }, MAKER).residualRisk).toBeNull();
  });
});

test('two certificates differ in what matters, and a worse verdict is said', () => {
  const [pass, fail] = [seal(PASS, MAKER), seal(FAIL, MAKER)];
  expect(compareCertificates(pass, seal({ ...PASS, seconds: 99 }, MAKER)).changes).toEqual([]);
  const worse = compareCertificates(pass, fail);
  expect(worse.isWorse).toBe(true);
  expect(worse.changes).toContainEqual({ what: 'verdict', before: 'pass', after: 'fail' });
  expect(worse.changes).toContainEqual({
    what: 'failure a/wrong Prague',
    before: 'nothing',
    after: 'gasUsed',
  });
  expect(compareCertificates(fail, pass).isWorse).toBe(false);
  const covered = compareCertificates(pass, seal({ ...PASS, notCovered: [] }, MAKER));
  expect(covered.changes.map(({ what }) => what)).toEqual(['not judged: a/declined under Prague']);
});

test('a badge shows claim, verdict and known failures', () => {
  const badge = badgeSVG({ ...PASS, known: [KNOWN] });
  expect(badge).toContain('lockstep equivalence');
  expect(badge).toContain('pass (quick, 1 known)');
  expect(badgeSVG(FAIL)).not.toEqual(badgeSVG({ ...FAIL, verdict: 'pass' }));
});

test('the text counts known failures, and says once what is the same under several forks', () => {
  const known: readonly KnownFinding[] = [{ ...KNOWN, fork: 'Cancun' }, KNOWN];
  const text = certificateText({ ...PASS, known }, pc.createColors(false));
  expect(text).toContain('0 divergences, 0 findings, and 2 known failures\n');
  expect(text).toContain('\nknown    a/known under Cancun, Prague: differs\n');
  expect(text.match(/a\/known/g)).toHaveLength(1);
  expect(certificateText(PASS, pc.createColors(false))).toContain('0 findings\n');
});

test('JUnit has a test for each case: passed, failed or skipped, and one for the verdict', () => {
  const cases = ['a/right', 'a/wrong', 'a/declined'].map((caseId) => ({
    caseId,
    fork: 'Prague' as const,
  }));
  const xml = junitXML(FAIL, cases);
  expect(xml).toContain('message="gas used is 1 &lt;&amp;&gt;"');
  const parsed = create(xml).end({ format: 'object' });
  expect(parsed).toMatchObject({
    testsuites: {
      testsuite: {
        '@tests': '4',
        '@failures': '2',
        '@skipped': '1',
        testcase: [
          { '@name': 'a/right' },
          { '@name': 'a/wrong', failure: { '@type': 'fail' } },
          { '@name': 'a/declined', skipped: { '@message': 'does not do this' } },
          { '@name': 'verdict' },
        ],
      },
    },
  });
});

test('JUnit skips known failures with their reason, official ones too, and counts them', () => {
  const official = { ...KNOWN, caseId: 'a.json::b', fork: null, why: 'old test' };
  const known: readonly KnownFinding[] = [KNOWN, official];
  const xml = junitXML({ ...PASS, known }, [{ caseId: 'a/known', fork: 'Prague' }]);
  expect(create(xml).end({ format: 'object' })).toMatchObject({
    testsuites: {
      testsuite: {
        '@tests': '3',
        '@failures': '0',
        '@skipped': '2',
        properties: { property: { '@name': 'knownFailures', '@value': '2' } },
        testcase: [
          { '@name': 'a/known', skipped: { '@message': 'known failure: theirs' } },
          { '@name': 'a.json::b', skipped: { '@message': 'known failure: old test' } },
          { '@name': 'verdict' },
        ],
      },
    },
  });
});
