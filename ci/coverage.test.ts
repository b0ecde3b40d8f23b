/**
 * Proof that coverage sees compiled code and worker threads, and sees them exactly.
 *
 * Coverage that reads 100 % for a file of which a third never ran is worse than none. Here a known
 * module is run as all tests are run, one part in the test and one in a worker, under c8 with the
 * project's own settings; the report must name the lines that did not run, no more and no fewer.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

interface FileReport {
  readonly statementMap: Readonly<Record<string, { readonly start: { readonly line: number } }>>;
  readonly s: Readonly<Record<string, number>>;
  readonly b: Readonly<Record<string, readonly number[]>>;
}

const folder = mkdtempSync(join(tmpdir(), 'lockstep-coverage-'));
let reports: Readonly<Record<string, FileReport>> = {};

beforeAll(() => {
  const c8 = ['node_modules/c8/bin/c8.js', '--config', 'ci/coverage/c8.json'];
  const only = ['--no-all', '--include', 'dist/ci/coverage/proof/**'];
  const output = [
    '--reporter',
    'json',
    '--reports-dir',
    folder,
    '--temp-directory',
    `${folder}/v8`,
  ];
  const vitest = [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', 'ci/coverage/proof'];
  execFileSync(process.execPath, [...c8, ...only, ...output, ...vitest], {
    // The set-up has compiled already; a second compiler would race with the tests beside this one.
    env: { ...process.env, LOCKSTEP_BUILD: 'skip' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  reports = JSON.parse(readFileSync(join(folder, 'coverage-final.json'), 'utf8'));
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

function reportOf(name: string): FileReport {
  const found = Object.entries(reports).find(([path]) => path.endsWith(`/proof/${name}`));
  if (found === undefined) throw new Error(`c8 did not see ${name}`);
  return found[1];
}

function linesRun(name: string, hasRun: boolean): readonly string[] {
  const { s, statementMap } = reportOf(name);
  const source = readFileSync(`ci/coverage/proof/${name}`, 'utf8').split('\n');
  return Object.entries(statementMap)
    .filter(([id]) => (s[id] ?? 0) > 0 === hasRun)
    .map(([, { start }]) => (source[start.line - 1] ?? '').trim());
}

describe('coverage of a file that ran in part', () => {
  test('names exactly the lines that no one ran', () => {
    expect(linesRun('halves.ts', false)).toEqual([`return 'never taken';`, '}']);
  });

  test('counts the line that the test ran', () => {
    expect(linesRun('halves.ts', true)).toContain(`return 'taken in the test';`);
  });

  test('counts the line that only the worker ran', () => {
    expect(linesRun('halves.ts', true)).toContain(`return 'taken in the worker';`);
  });

  test('knows that two of three branches were taken', () => {
    const taken = Object.values(reportOf('halves.ts').b).map((counts) =>
      counts.every((n) => n > 0),
    );
    expect(taken).toEqual([true, true, false]);
  });

  test('sees the file that only the worker loaded', () => {
    expect(linesRun('halvesWorker.ts', false)).toEqual([]);
  });
});
