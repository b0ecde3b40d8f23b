import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isWanted, sweep } from '#ci/build/outputs.js';

describe('an output is wanted', () => {
  const sources = new Set(['engine/a.ts', 'engine/a.test.ts', 'vitest.config.ts']);
  const isKept = (output: string): boolean => isWanted(output, (path) => sources.has(path));

  test.each(['engine/a.js', 'engine/a.js.map', 'engine/a.d.ts', '.tsbuildinfo'])('%s', (output) => {
    expect(isKept(output)).toBe(true);
  });

  test.each([
    ['whose source is gone', 'engine/b.js'],
    ['of a test', 'engine/a.test.js'],
    ['of tool configuration', 'vitest.config.js'],
    ['that the compiler did not make', 'engine/a.txt'],
  ])('but not one %s', (_, output) => {
    expect(isKept(output)).toBe(false);
  });
});

describe('a sweep', () => {
  let root = '';
  const write = (path: string, text = ''): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { mode: 0o644 });
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lockstep-sweep-'));
    write('package.json', JSON.stringify({ bin: { lockstep: 'dist/harness/main.js' } }));
    write('harness/main.ts');
    write('dist/harness/main.js');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test('removes outputs of deleted sources and names them', () => {
    write('dist/engine/gone.js');
    write('dist/engine/gone.d.ts');
    expect(sweep(root).removed).toEqual(['dist/engine/gone.d.ts', 'dist/engine/gone.js']);
    expect(existsSync(join(root, 'dist/engine/gone.js'))).toBe(false);
  });

  test('leaves outputs of living sources alone', () => {
    expect(sweep(root).removed).toEqual([]);
    expect(existsSync(join(root, 'dist/harness/main.js'))).toBe(true);
  });

  test('makes the commands of the package executable', () => {
    expect(sweep(root).executable).toEqual(['dist/harness/main.js']);
    expect(statSync(join(root, 'dist/harness/main.js')).mode & 0o111).toBe(0o111);
  });
});
