/**
 * Rule: imports point one way, as the table in `layers.ts` draws them.
 *
 * Tests are exempt, as a test may need any layer to make its subject move. The table is the
 * architecture: a red line here is answered by moving code, or by a reviewed change of the table.
 */
import { importsOf, targetOf } from '../imports.ts';
import { EVERYTHING, LAYERS, layerOf } from '../layers.ts';
import type { Examination, Rule, Violation } from '../rule.ts';
import type { SourceFile } from '../source.ts';

/** Imports between our own files follow the table of layers. */
export const layering: Rule = {
  states: 'a layer imports only the layers below it',
  counts: 'imports between files',
  examine,
  bad: [
    {
      path: 'engine/schedulers/serial.ts',
      text: `import { code } from '../state/code.ts';`,
      says: /engine\/schedulers may not import engine\/state/,
    },
    {
      path: 'engine/api/block.ts',
      text: `import type { Version } from '../primitives/version.ts';`,
      says: /engine\/api may not import engine\/primitives/,
    },
    {
      path: 'harness/certify/certify.ts',
      text: `const door = await import('#engine/index.js');`,
      says: /harness may not import engine\/index\.ts/,
    },
    {
      path: 'generators/blocks.ts',
      text: `export type { Case } from '#fixtures/corpus/case.js';`,
      says: /generators may not import fixtures/,
    },
    {
      path: 'engine/novel/thing.ts',
      text: `import { invariant } from '../primitives/invariant.ts';`,
      says: /engine\/novel\/thing\.ts is in no layer/,
    },
  ],
  good: [
    { path: 'engine/evm/core.ts', text: `import { slot } from '../state/slot.ts';` },
    { path: 'generators/blocks.ts', text: `import type { Block } from '#engine/api/index.js';` },
    { path: 'harness/cli/engines.ts', text: `import { serial } from '#engine/index.js';` },
  ],
};

function examine(file: SourceFile): Examination {
  if (file.kind !== 'source') return { checked: 0, violations: [] };
  const targets = importsOf(file).flatMap(({ specifier, line }) => {
    const target = targetOf(file, specifier);
    return target === null ? [] : [{ target, line }];
  });
  const violations = targets.flatMap(({ target, line }): Violation[] => {
    const problem = objectionTo(file.path, target);
    return problem === null ? [] : [{ path: file.path, line, problem }];
  });
  return { checked: targets.length, violations };
}

function objectionTo(from: string, to: string): string | null {
  const importer = layerOf(from);
  const imported = layerOf(to);
  if (importer === null) return `${from} is in no layer of ci/tidy/layers.ts`;
  if (imported === null) return `${to} is in no layer of ci/tidy/layers.ts`;
  if (importer === imported || imported === 'engine/api') return null;
  const seen = LAYERS[importer] ?? [];
  if (seen.includes(imported) || seen.includes(EVERYTHING)) return null;
  return `${importer} may not import ${imported}`;
}
