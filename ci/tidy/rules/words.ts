/**
 * Rule: some words have no place in code, comments or documents.
 *
 * They tie the repository to one machine or one workplace, or they park a doubt in a comment where
 * no test can see it. This file and `.ci/run` must write some of them to know them, and are
 * excepted word by word.
 */
import type { Rule, Violation } from '../rule.ts';
import type { SourceFile } from '../source.ts';

interface Ban {
  readonly pattern: RegExp;
  readonly why: string;
  readonly except?: readonly string[];
}

const THIS_FILE = 'ci/tidy/rules/words.ts';

const BANS: readonly Ban[] = [
  {
    pattern: /(?<![\w.}*])\/(?:work|home|root|tmp|Users|mnt|opt|private)\/[\w.]/,
    why: 'a path of one machine: use a relative path, os.tmpdir() or an option',
  },
  {
    pattern: /(?<![\w.}/*-])\/(?:work|root|tmp)\b(?![-\w/])/,
    why: 'a path of one machine: use a relative path, os.tmpdir() or an option',
  },
  { pattern: /\b[A-Z]:\\\\?\w/, why: 'a path of one machine' },
  {
    pattern: /\.\.\/shared\b/,
    why: 'a folder outside the repository: let the user point at it',
    except: ['.ci/run'],
  },
  {
    pattern: /registry\.(?:npmjs|yarnpkg)|npm\.pkg\.github|\bartifactory\b|\bverdaccio\b/i,
    why: 'where packages come from is configuration of the user',
  },
  {
    pattern: /\b(?:claude|anthropic|openai|chatgpt|copilot|LLM|co-authored-by)\b/i,
    why: 'how the text came about is not part of the project',
  },
  {
    pattern: /\b(?:this|previous|next|last|earlier) session\b|\bissues? #?\d+\b/i,
    why: 'say the reason itself; a reader cannot look this up',
  },
  {
    pattern: /\b(?:DESIGN|STYLE|V2)\.md\b|\bresearch\/\w+\.md\b/,
    why: 'a document that is not in this repository',
  },
  {
    pattern: /\b(?:TODO|FIXME|HACK|XXX)\b/,
    why: 'do it, or make the doubt a test',
  },
  {
    pattern: /@ts-(?:ignore|nocheck)\b/,
    why: 'make the types right',
  },
  {
    pattern: /\b(?:oxlint-disable|eslint-disable|c8 ignore|prettier-ignore)(?!.* -- \w)/,
    why: 'silencing a tool needs a reason: write " -- because ..."',
  },
];

/** The repository reads the same on every desk. */
export const words: Rule = {
  states: 'no banned word stands in code, comments or documents',
  counts: 'lines of text',
  examine: (file) => {
    // The lock file is made by npm; what it may hold is checked where the manifest is.
    if (file.path === THIS_FILE || file.name === 'package-lock.json') {
      return { checked: 0, violations: [] };
    }
    return { checked: file.lines.length, violations: violationsIn(file) };
  },
  bad: [
    { path: 'README.md', text: 'Run it in /work/main.', says: /one machine/ },
    { path: 'ci/a.ts', text: `const out = '/tmp/out.json';`, says: /one machine/ },
    { path: 'ci/a.ts', text: `cwd: '/root'`, says: /one machine/ },
    { path: 'ci/a.ts', text: `// see /home/me/x`, says: /one machine/ },
    { path: 'README.md', text: 'C:\\Users\\me', says: /one machine/ },
    { path: 'ci/a.ts', text: `const f = '../shared/fixtures';`, says: /outside the repository/ },
    { path: '.npmrc', text: 'registry=https://registry.npmjs.org', says: /packages come from/ },
    { path: 'ci/a.ts', text: '// as decided in the previous session', says: /the reason itself/ },
    { path: 'ci/a.ts', text: '// see issue #12', says: /the reason itself/ },
    { path: 'CHANGELOG.md', text: 'Written with Copilot', says: /came about/ },
    { path: 'ci/a.ts', text: '// DESIGN.md section 2', says: /not in this repository/ },
    { path: 'ci/a.ts', text: '// TODO: think', says: /make the doubt a test/ },
    { path: 'ci/a.ts', text: '// @ts-ignore', says: /types right/ },
    { path: 'ci/a.ts', text: '// oxlint-disable-next-line no-eval', says: /needs a reason/ },
  ],
  good: [
    { path: 'ci/a.ts', text: '// state/root/x is a path of ours; so is ./tmp/x and https://a.b/c' },
    { path: 'ci/a.ts', text: '// oxlint-disable-next-line no-eval -- the subject of the test' },
    { path: '.ci/run', text: 'fixtures=../shared/fixtures' },
  ],
};

function violationsIn(file: SourceFile): readonly Violation[] {
  const bans = BANS.filter(({ except }) => except?.includes(file.path) !== true);
  return file.lines.flatMap((line, index) =>
    bans.flatMap(({ pattern, why }) => {
      const found = pattern.exec(line)?.[0];
      if (found === undefined) return [];
      return [{ path: file.path, line: index + 1, problem: `"${found}": ${why}` }];
    }),
  );
}
