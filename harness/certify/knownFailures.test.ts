/** Known failures: what they cover, how long, and that lists do not outlive their reasons. */
import { expect, test } from 'vitest';
import { type KnownFailure, KnownFailures } from '#harness/certify/knownFailures.js';

const FAILURE: KnownFailure = {
  caseId: 'family/case',
  fork: 'Prague',
  why: 'theirs',
  owner: 'somebody',
  link: 'https://example.org',
  expires: '2030-01-02',
};
const FINDING = {
  kind: 'divergence',
  caseId: 'family/case',
  fork: 'Prague',
  path: 'stateRoot',
  words: 'differs',
} as const;

function listOn(day: string): KnownFailures {
  return new KnownFailures([FAILURE], new Date(`${day}T12:00:00Z`));
}

test('a divergence of the case is known until the last day, and named', () => {
  const known = listOn('2030-01-02');
  known.judged(FINDING);
  expect(known.covers(FINDING)).toBe(true);
  const [found] = known.findings;
  expect(found).toMatchObject({ caseId: 'family/case', path: 'stateRoot', why: 'theirs' });
  expect(known.outlived).toEqual([]);
});

test('the day after it counts again, and the list says that it has expired', () => {
  const known = listOn('2030-01-03');
  expect(known.covers(FINDING)).toBe(false);
  expect(known.outlived).toMatchObject([{ reason: 'expired on 2030-01-02, and counts again' }]);
});

test.each([
  ['another case', { ...FINDING, caseId: 'family/other' }],
  ['another fork', { ...FINDING, fork: 'Osaka' as const }],
  ['a crash', { ...FINDING, kind: 'crash' as const }],
  ['a flaky divergence', { ...FINDING, kind: 'flaky' as const }],
])('%s is not known', (_what, finding) => {
  expect(listOn('2030-01-01').covers(finding)).toBe(false);
});

test('what was judged and did not fail is to be taken off the list', () => {
  const known = listOn('2030-01-01');
  expect(known.outlived).toEqual([]);
  known.judged(FINDING);
  expect(known.outlived).toMatchObject([{ reason: 'did not show: take it off the list' }]);
});
