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

function listOf(failures: readonly KnownFailure[], day = '2030-01-01'): KnownFailures {
  return new KnownFailures(failures, new Date(`${day}T12:00:00Z`));
}

function listOn(day: string): KnownFailures {
  return listOf([FAILURE], day);
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

test.each([
  ['the field itself', 'receipts[0].logs', true],
  ['a field of it', 'receipts[0].logs.length', true],
  ['an item of it', 'receipts[0].logs[1].data', true],
  ['another that begins alike', 'receipts[0].logsBloom', false],
  ['another one', 'receipts[1].logs', false],
  ['what it is part of', 'receipts[0]', false],
])('an entry with a path covers that field and its parts: %s', (_what, path, isKnown) => {
  const known = listOf([{ ...FAILURE, path: 'receipts[0].logs' }]);
  expect(known.covers({ ...FINDING, path })).toBe(isKnown);
  expect(known.findings).toHaveLength(isKnown ? 1 : 0);
});

test('each entry of a case covers its own field, and each fork is named', () => {
  const { fork: _all, ...anyFork } = FAILURE;
  const gas = { ...anyFork, path: 'gasUsed', why: 'gas' };
  const known = listOf([gas, { ...anyFork, path: 'stateRoot', why: 'root' }]);
  for (const fork of ['Cancun', 'Prague', 'Prague'] as const) {
    expect(known.covers({ ...FINDING, fork, path: 'gasUsed' })).toBe(true);
    known.judged({ ...FINDING, fork });
  }
  expect(known.findings).toMatchObject([
    { fork: 'Cancun', path: 'gasUsed', why: 'gas' },
    { fork: 'Prague', path: 'gasUsed', why: 'gas' },
  ]);
  expect(known.outlived.map(({ what }) => what)).toEqual([
    'known failure family/case at stateRoot',
  ]);
});

test('of two that explain the same none is to be taken off the list', () => {
  const known = listOf([FAILURE, { ...FAILURE, path: 'stateRoot' }]);
  known.judged(FINDING);
  expect(known.covers(FINDING)).toBe(true);
  expect(known.outlived).toEqual([]);
  expect(known.findings).toHaveLength(1);
});

test('what was judged and did not fail is to be taken off the list', () => {
  const known = listOn('2030-01-01');
  expect(known.outlived).toEqual([]);
  known.judged(FINDING);
  expect(known.outlived).toMatchObject([{ reason: 'did not show: take it off the list' }]);
});
