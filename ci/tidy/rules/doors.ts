/**
 * Rules: re-exports live in doors, and nothing is exported without a name.
 *
 * A door is a file called `index.ts`: it shows what a folder offers. A re-export anywhere else
 * gives one thing two addresses. A default export has a name at each import only, so that a search
 * misses it; the few files where a tool prescribes one are listed.
 */
import { Visitor } from 'oxc-parser';
import type { Examination, Rule } from '../rule.ts';
import type { SourceFile } from '../source.ts';

/** Files whose tool insists on a default export. */
const DEFAULT_EXPORTS: readonly string[] = [
  'ci/build/setup.ts',
  'engine/lanes/threads/threadMain.ts',
];

interface Export {
  readonly form: 'named' | 'default' | 're-export';
  readonly line: number;
}

/** One thing has one address. */
export const doors: Rule = {
  states: 'only an index.ts re-exports',
  counts: 'exports',
  examine: (file) => forbid(file, 're-export', file.name === 'index.ts'),
  bad: [
    { path: 'engine/evm/core.ts', text: `export * from './view.ts';`, says: /re-export/ },
    { path: 'engine/evm/core.ts', text: `export { view } from './view.ts';`, says: /re-export/ },
  ],
  good: [
    { path: 'engine/evm/index.ts', text: `export { view } from './view.ts';` },
    { path: 'engine/evm/core.ts', text: `export const view = 1;` },
  ],
};

/** A thing keeps its name wherever it goes. */
export const namedExports: Rule = {
  states: 'no default export, but where a tool prescribes it',
  counts: 'exports',
  examine: (file) => forbid(file, 'default', DEFAULT_EXPORTS.includes(file.path)),
  bad: [{ path: 'engine/evm/core.ts', text: `export default function run() {}`, says: /default/ }],
  good: [
    { path: 'engine/evm/core.ts', text: `export function run() {}` },
    { path: 'ci/build/setup.ts', text: `export default function setup() {}` },
  ],
};

function forbid(file: SourceFile, form: Export['form'], isAllowed: boolean): Examination {
  if (file.kind === 'text') return { checked: 0, violations: [] };
  const exported = exportsOf(file);
  const violations = exported
    .filter((one) => one.form === form && !isAllowed)
    .map(({ line }) => ({ path: file.path, line, problem: `a ${form} has no place here` }));
  return { checked: exported.length, violations };
}

function exportsOf(file: SourceFile): readonly Export[] {
  const found: Export[] = [];
  const add = (form: Export['form'], start: number): void => {
    found.push({ form, line: file.lineAt(start) });
  };
  new Visitor({
    ExportNamedDeclaration: ({ source, start }) => {
      add(source === null ? 'named' : 're-export', start);
    },
    ExportAllDeclaration: ({ start }) => add('re-export', start),
    ExportDefaultDeclaration: ({ start }) => add('default', start),
  }).visit(file.syntax().program);
  return found;
}
