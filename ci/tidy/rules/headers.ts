/**
 * Rules: each source opens with a header comment, and what it exports is documented.
 *
 * The header tells in three to eight lines what the file owns and what it does not, so that a
 * reader can stop there. Tests are sentences already and need neither. The wording is for
 * reviewers; this module counts.
 */
import { Visitor } from 'oxc-parser';
import type { Examination, Rule } from '../rule.ts';
import type { SourceFile } from '../source.ts';

const HEADER = /^(?:#![^\n]*\n)?\/\*\*\n((?: \*[^\n]*\n)*?) \*\/\n/;
const LINES_MIN = 3;
const LINES_MAX = 8;

/** A file without a header makes its reader guess. */
export const headers: Rule = {
  states: `a source opens with a header comment of ${LINES_MIN} to ${LINES_MAX} lines`,
  counts: 'sources',
  examine: (file) => {
    if (file.kind !== 'source') return { checked: 0, violations: [] };
    const problem = objectionToHeader(file.text);
    const violations = problem === null ? [] : [{ path: file.path, line: 1, problem }];
    return { checked: 1, violations };
  },
  bad: [
    { path: 'ci/a.ts', text: `export const a = 1;\n`, says: /no header/ },
    { path: 'ci/a.ts', text: `// What it owns.\nconst a = 1;\n`, says: /no header/ },
    { path: 'ci/a.ts', text: `/**\n * Short.\n */\nconst a = 1;\n`, says: /1 lines/ },
    { path: 'ci/a.ts', text: `/**\n${' * Long.\n'.repeat(9)} */\nconst a = 1;\n`, says: /9 lines/ },
  ],
  good: [
    { path: 'ci/a.ts', text: `/**\n * Owns a.\n *\n * Not b.\n */\nconst a = 1;\n` },
    { path: 'ci/a.ts', text: `#!/usr/bin/env node\n/**\n * Owns a.\n *\n * Not b.\n */\n` },
  ],
};

/** What leaves a file is a promise, and a promise is written down. */
export const exportsDocumented: Rule = {
  states: 'an exported declaration has a doc comment',
  counts: 'exported declarations',
  examine: examineExports,
  bad: [
    { path: 'ci/a.ts', text: `export const a = 1;`, says: /no doc comment/ },
    { path: 'ci/a.ts', text: `/** For b. */\nconst b = 1;\nexport type A = 1;`, says: /no doc/ },
    { path: 'ci/a.ts', text: `// Not a doc comment.\nexport function a() {}`, says: /no doc/ },
  ],
  good: [
    { path: 'ci/a.ts', text: `/** One. */\nexport const a = 1;` },
    { path: 'ci/a.ts', text: `/** One. */\n// A remark.\nexport default function a() {}` },
  ],
};

function objectionToHeader(text: string): string | null {
  const body = HEADER.exec(text)?.[1];
  if (body === undefined) return 'no header comment at the top';
  const lines = body.split('\n').length - 1;
  if (lines >= LINES_MIN && lines <= LINES_MAX) return null;
  return `the header has ${lines} lines, not ${LINES_MIN} to ${LINES_MAX}`;
}

function examineExports(file: SourceFile): Examination {
  if (file.kind !== 'source') return { checked: 0, violations: [] };
  const starts: number[] = [];
  const { comments, program } = file.syntax();
  new Visitor({
    ExportNamedDeclaration: ({ declaration, start }) => {
      if (declaration !== null) starts.push(start);
    },
    ExportDefaultDeclaration: ({ declaration, start }) => {
      if (declaration.type !== 'Identifier') starts.push(start);
    },
  }).visit(program);
  const isDocumented = (start: number): boolean => {
    const above = comments.filter(({ end }) => end <= start).reverse();
    let top = start;
    for (const comment of above) {
      // Only blanks may stand between a declaration and its comments.
      if (file.text.slice(comment.end, top).trim() !== '') return false;
      if (comment.type === 'Block' && comment.value.startsWith('*')) return true;
      top = comment.start;
    }
    return false;
  };
  const violations = starts
    .filter((start) => !isDocumented(start))
    .map((start) => ({ path: file.path, line: file.lineAt(start), problem: 'no doc comment' }));
  return { checked: starts.length, violations };
}
