/**
 * Rules: lines of at most 100 characters, files of at most 400 lines.
 *
 * Size is the cheapest sign that a file holds two concepts. Tables that are long because the world
 * is long are named below, one by one. Length of functions is `functions.ts`.
 */
import type { Rule } from '../rule.ts';

const LINE_MAX = 100;
const FILE_MAX = 400;

/** Tables whose length is the length of what they list. */
const LONG_TABLES: readonly string[] = [];

/** No line of code is longer than 100 characters. */
export const lineLength: Rule = {
  states: `a line has at most ${LINE_MAX} characters`,
  counts: 'lines',
  examine: (file) => {
    if (file.kind === 'text') return { checked: 0, violations: [] };
    const violations = file.lines.flatMap((line, index) =>
      line.length <= LINE_MAX
        ? []
        : [{ path: file.path, line: index + 1, problem: `${line.length} characters` }],
    );
    return { checked: file.lines.length, violations };
  },
  bad: [{ path: 'ci/long.ts', text: `// ${'x'.repeat(LINE_MAX - 2)}`, says: /101 characters/ }],
  good: [{ path: 'ci/short.ts', text: `// ${'x'.repeat(LINE_MAX - 3)}` }],
};

/** No file of code is longer than 400 lines. */
export const fileLength: Rule = {
  states: `a file has at most ${FILE_MAX} lines`,
  counts: 'files',
  examine: (file) => {
    if (file.kind === 'text') return { checked: 0, violations: [] };
    const isLong = file.lines.length > FILE_MAX && !LONG_TABLES.includes(file.path);
    const problem = `${file.lines.length} lines: it holds more than one concept`;
    return { checked: 1, violations: isLong ? [{ path: file.path, line: FILE_MAX, problem }] : [] };
  },
  bad: [{ path: 'ci/long.ts', text: '//\n'.repeat(FILE_MAX + 1), says: /401 lines/ }],
  good: [{ path: 'ci/short.ts', text: '//\n'.repeat(FILE_MAX) }],
};
