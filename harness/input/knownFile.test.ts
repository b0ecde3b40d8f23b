/** Files of known failures: which names a case can have, and that nothing is explained twice. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readKnownFile } from '#harness/input/knownFile.js';

const folder = mkdtempSync(join(tmpdir(), 'lockstep-known-'));
const FILE = join(folder, 'known.json');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const WHY = { why: 'theirs', owner: 'us', link: 'https://example.org', expires: '2030-01-01' };
const COUNTER = { case: 'hot-spots/counter' };
const OFFICIAL = {
  case: 'state_tests/prague/set_code.json::tests/a.py::test_b[fork_Prague]',
};

function read(...entries: readonly object[]): ReturnType<typeof readKnownFile> {
  writeFileSync(FILE, JSON.stringify({ failures: entries.map((one) => ({ ...one, ...WHY })) }));
  return readKnownFile(FILE);
}

test('a case of the corpus, a drawn one, an official test and a block of a file are names', () => {
  const drawn = { case: 'generated/scarce-gas/12' };
  const ids = [COUNTER, drawn, OFFICIAL, { case: 'blocks/mine.json' }];
  expect(read(...ids).map(({ caseId }) => caseId)).toEqual(ids.map((one) => one.case));
});

test('one case may be explained field by field, and fork by fork', () => {
  const entries = [
    { ...COUNTER, path: 'gasUsed' },
    { ...COUNTER, path: 'receipts[0]' },
    { ...COUNTER, fork: 'Prague' },
    { ...COUNTER, fork: 'Osaka' },
  ];
  expect(read(...entries)).toMatchObject([
    { caseId: COUNTER.case, path: 'gasUsed' },
    { path: 'receipts[0]' },
    { fork: 'Prague' },
    { fork: 'Osaka' },
  ]);
});

test.each<readonly [string, readonly object[], string, string]>([
  [
    'a mistyped case',
    [COUNTER, { case: 'hot-spots/conter' }],
    'failures[1].case: there is no case "hot-spots/conter"',
    'did you mean hot-spots/counter?',
  ],
  [
    'a mistyped generator',
    [{ case: 'generated/scarce-gaz/12' }],
    'failures[0].case: there is no case',
    'did you mean generated/scarce-gas/12?',
  ],
  [
    'another spelling of a number',
    [{ case: 'generated/scarce-gas/007' }],
    'failures[0].case: there is no case',
    'did you mean generated/scarce-gas/7?',
  ],
  [
    'a case that the fork does not have',
    [{ case: 'requests/deposits', fork: 'Berlin' }],
    'failures[0].case: the case requests/deposits does not exist under Berlin',
    'it exists under Prague, Osaka',
  ],
  [
    'a field without a name',
    [{ ...COUNTER, path: '' }],
    'failures[0].path: names no field',
    'leave it out',
  ],
  [
    'a field of an official test',
    [{ ...OFFICIAL, path: 'gasUsed' }],
    'failures[0].path: a failed official test has no path',
    'leave it out',
  ],
  [
    'a fork of an official test',
    [{ ...OFFICIAL, fork: 'Prague' }],
    'failures[0].fork: a failed official test has no fork',
    'leave it out',
  ],
  [
    'an entry that is there twice',
    [COUNTER, { ...COUNTER, path: 'gasUsed' }, COUNTER],
    'failures[2]: explains what failures[0] explains',
    'keep one of the two',
  ],
  [
    'an entry under all forks after one under one',
    [{ ...COUNTER, fork: 'Prague' }, COUNTER],
    'failures[1]: explains what failures[0] explains',
    'keep one of the two',
  ],
  [
    'an entry under one fork after one under all',
    [
      { ...COUNTER, path: 'gasUsed' },
      { ...COUNTER, path: 'gasUsed', fork: 'Prague' },
    ],
    'failures[1]: explains what failures[0] explains',
    'keep one of the two',
  ],
])('%s is refused', (_what, entries, problem, remedy) => {
  expect(() => read(...entries)).toThrow(`${FILE}: ${problem}`);
  expect(() => read(...entries)).toThrow(remedy);
});
