/**
 * The repository lints itself: each rule of `ci/tidy/rules` against each file.
 *
 * First the rules are tested on snippets, so that a rule which cannot speak is not trusted; then
 * they are run, and a rule that found nothing to look at fails like one that found a fault.
 */
import { describe, expect, test } from 'vitest';
import { RULES } from '#ci/tidy/rules/index.js';
import { createSourceFile } from '#ci/tidy/source.js';
import { readTree } from '#ci/tidy/tree.js';

const tree = readTree('.');

test('the tree that is linted holds sources, tests and documents', () => {
  const kinds = new Set(tree.map((file) => file.kind));
  expect([...kinds].sort()).toEqual(['source', 'test', 'text']);
});

describe.each(RULES)('$states', (rule) => {
  test.each(rule.bad)('and the rule speaks up: $text', ({ path, text, says }) => {
    const { checked, violations } = rule.examine(createSourceFile(path, text));
    expect(checked).toBeGreaterThan(0);
    expect(violations.map(({ problem }) => problem)).toEqual([expect.stringMatching(says)]);
  });

  test.each(rule.good)('and the rule stays silent: $text', ({ path, text }) => {
    const { checked, violations } = rule.examine(createSourceFile(path, text));
    expect(checked).toBeGreaterThan(0);
    expect(violations).toEqual([]);
  });

  test('in every file', () => {
    const answers = tree.map((file) => rule.examine(file));
    const violations = answers.flatMap((answer) => answer.violations);
    expect(violations.map((v) => `${v.path}:${v.line} ${v.problem}`)).toEqual([]);
    expect(answers.reduce((sum, { checked }) => sum + checked, 0)).toBeGreaterThan(0);
  });
});
