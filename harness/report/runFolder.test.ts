import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { InputError } from '#fixtures/input/inputError.js';
import { openRunFolder } from '#harness/report/runFolder.js';

const folder = mkdtempSync(join(tmpdir(), 'lockstep-run-folder-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('everything is on disk as soon as it is kept', () => {
  const path = join(folder, 'deep', 'run');
  const run = openRunFolder(path, 'lockstep certify x');
  expect(readdirSync(path)).toEqual([]);
  run.log('one');
  expect(readFileSync(join(path, 'log.txt'), 'utf8')).toBe('lockstep certify x\none\n');
  run.log('two');
  expect(readFileSync(join(path, 'log.txt'), 'utf8')).toBe('lockstep certify x\none\ntwo\n');
  const kept = run.keepFailure('../creation/by factory-Prague-0', '{}');
  expect(kept).toBe(join(path, 'failures', '001-..-creation-by-factory-Prague-0.json'));
  expect(run.keepFailure('x'.repeat(1_000), '{}').length).toBeLessThan(path.length + 150);
  run.keepResult({ verdict: 'fail' });
  expect(JSON.parse(readFileSync(join(path, 'result.json'), 'utf8'))).toEqual({ verdict: 'fail' });
});

test('a folder that holds files is refused', () => {
  const path = join(folder, 'used');
  openRunFolder(path, '').log('old');
  expect(() => openRunFolder(path, '')).toThrow(InputError);
  expect(() => openRunFolder(path, '')).toThrow('never writes over another');
});

test('a path that is a file is refused by name', () => {
  const path = join(folder, 'file');
  writeFileSync(path, '');
  expect(() => openRunFolder(path, '')).toThrow(`${path}: cannot be written`);
});
