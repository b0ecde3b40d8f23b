/**
 * Mutations are where they should be, and each mutant is another program.
 */
import { parseSync } from 'oxc-parser';
import { describe, expect, test } from 'vitest';
import { allAlterations } from '#ci/mutants/alterations.js';
import { mutationsOf } from '#ci/mutants/operators.js';

function mutated(source: string): readonly string[] {
  return mutationsOf('x.js', source).map(
    ({ start, end, replacement }) => source.slice(0, start) + replacement + source.slice(end),
  );
}

describe('each operator', () => {
  test.each([
    ['x = a < b;', ['x = a <= b;']],
    ['x = a >= b;', ['x = a > b;']],
    ['x = a === b;', ['x = a !== b;']],
    ['x = a && b;', ['x = a || b;']],
    ['x = a + b;', ['x = a - b;']],
    ['x = !a;', ['x = a;']],
    ['x = true;', ['x = false;']],
    ['x = 0n;', ['x = 1n;']],
    ['x = 41;', ['x = 42;']],
    ['if (f()) x = a;', ['if (!f()) x = a;']],
    ['f(a);', [';']],
    ['x = "1 < 2";', []],
    ['x = a * b;', []],
  ])('%s', (source, expected) => {
    expect(mutated(source)).toEqual(expected);
  });
});

test('all mutants can be read, are found once, and have names of their own', () => {
  const altered = allAlterations();

  expect(altered.length).toBeGreaterThan(500);
  expect(new Set(altered.map(({ id }) => id)).size).toBe(altered.length);
  for (const { edits } of altered) {
    for (const { find, replace } of edits) expect(find).not.toBe(replace);
  }
});

test('what cannot be read is an error that names it', () => {
  expect(() => mutationsOf('x.js', 'x = ;')).toThrow(/^x\.js: /);
  expect(parseSync('x.js', 'x = 1;').errors).toEqual([]);
});
