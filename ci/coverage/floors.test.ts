import { describe, expect, test } from 'vitest';
import { isTypesOnly, judge, type FileCoverage } from '#ci/coverage/floors.js';

function file(path: string, covered: number): FileCoverage {
  return { path, lines: { total: 10, covered }, branches: { total: 10, covered } };
}

const floor = { lines: 90, branches: 90 };

describe('a floor', () => {
  test('holds when the files of its folder reach it together', () => {
    const { holds, folders } = judge([file('engine/a.ts', 10), file('engine/b.ts', 8)], {
      engine: floor,
    });
    expect(folders).toMatchObject([{ folder: 'engine', files: 2, lines: 90, branches: 90 }]);
    expect(holds).toBe(true);
  });

  test('does not hold when they fall short by one line', () => {
    const files = [file('engine/a.ts', 10), file('engine/b.ts', 7)];
    expect(judge(files, { engine: floor }).holds).toBe(false);
  });

  test('of branches is judged apart from that of lines', () => {
    const uncut = { path: 'engine/a.ts', lines: { total: 10, covered: 10 } };
    const files = [{ ...uncut, branches: { total: 10, covered: 8 } }];
    expect(judge(files, { engine: floor }).holds).toBe(false);
  });

  test('of a folder does not see the files of a deeper row', () => {
    const files = [file('engine/a.ts', 10), file('engine/state/b.ts', 0)];
    const { folders } = judge(files, { engine: floor, 'engine/state': floor });
    expect(folders.map((row) => row.holds)).toEqual([true, false]);
  });

  test('that saw no file does not hold', () => {
    expect(judge([file('engine/a.ts', 10)], { engine: floor, harness: floor }).holds).toBe(false);
  });

  test('must exist for every file', () => {
    const { holds, homeless } = judge([file('engine/a.ts', 10), file('novel/b.ts', 10)], {
      engine: floor,
    });
    expect(homeless).toEqual(['novel/b.ts']);
    expect(holds).toBe(false);
  });
});

describe('a compiled module', () => {
  test('that holds types only is known by its emptiness', () => {
    expect(isTypesOnly('/**\n * Types.\n */\nexport {};\n//# sourceMappingURL=a.js.map')).toBe(
      true,
    );
  });

  test('that does anything is not taken for one', () => {
    expect(isTypesOnly('export {};\nrun();\n')).toBe(false);
  });
});
