/**
 * Rule: how an import is written says whether it crosses a top-level folder.
 *
 * Inside one folder a source writes `./x.ts`; across folders it writes `#folder/x.js`, which
 * package.json maps to `dist`. A test always writes `#`: then Node loads the compiled code, and
 * coverage counts what really ran instead of a copy that the test runner transformed.
 */
import { importsOf, targetOf } from '../imports.ts';
import type { Examination, Rule, Violation } from '../rule.ts';
import type { SourceFile } from '../source.ts';

/** Relative inside a folder, `#` across folders, `#` always in tests. */
export const spelling: Rule = {
  states: 'an import is relative within a top-level folder and spelled # across folders and tests',
  counts: 'imports between files',
  examine,
  bad: [
    {
      path: 'harness/compare/fields.ts',
      text: `import type { Block } from '../../engine/api/index.ts';`,
      says: /write #engine\/api\/index\.js/,
    },
    {
      path: 'engine/evm/core.ts',
      text: `import { slot } from '#engine/state/slot.js';`,
      says: /write a relative path ending in \.ts/,
    },
    {
      path: 'engine/evm/core.ts',
      text: `import { slot } from '../state/slot.js';`,
      says: /write a relative path ending in \.ts/,
    },
    {
      path: 'engine/evm/core.test.ts',
      text: `import { run } from './core.ts';`,
      says: /write #engine\/evm\/core\.js/,
    },
  ],
  good: [
    { path: 'engine/evm/core.ts', text: `import { slot } from '../state/slot.ts';` },
    { path: 'engine/evm/core.test.ts', text: `import { run } from '#engine/evm/core.js';` },
  ],
};

function examine(file: SourceFile): Examination {
  if (file.kind === 'text') return { checked: 0, violations: [] };
  let checked = 0;
  const violations: Violation[] = [];
  for (const { specifier, line } of importsOf(file)) {
    const target = targetOf(file, specifier);
    if (target === null) continue;
    checked += 1;
    const isAcross = file.kind === 'test' || !target.startsWith(`${file.folder}/`);
    const isRight = isAcross
      ? /^#.*\.js$/.test(specifier)
      : specifier.startsWith('.') && specifier.endsWith('.ts');
    if (isRight) continue;
    const remedy = isAcross
      ? `write #${target.replace(/\.ts$/, '.js')}`
      : 'write a relative path ending in .ts';
    violations.push({ path: file.path, line, problem: `${specifier}: ${remedy}` });
  }
  return { checked, violations };
}
