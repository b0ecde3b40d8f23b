/**
 * Rule: each package is imported only where the architecture wants it.
 *
 * An interpreter, a thread pool or a random generator that leaks out of its folder is a decision
 * taken by accident. Tests may use any package of the table except the thread pool, which has one
 * owner. The engine's built-in modules are held to a table too: it reads no clock and opens no
 * socket.
 */
import { builtinModules } from 'node:module';
import { importsOf, packageOf } from '../imports.ts';
import { ENGINE_BUILTINS, PACKAGES, isWithin } from '../layers.ts';
import type { Examination, Rule, Violation } from '../rule.ts';
import type { SourceFile } from '../source.ts';

/** Packages stay in the layers that own them. */
export const packages: Rule = {
  states: 'a package is imported only by the layers that the table gives it to',
  counts: 'imports of packages',
  examine,
  bad: [
    {
      path: 'engine/schedulers/serial.ts',
      text: `import { EVM } from '@ethereumjs/evm';`,
      says: /@ethereumjs\/evm may be imported only by/,
    },
    {
      path: 'engine/lanes/lane.ts',
      text: `import Piscina from 'piscina';`,
      says: /piscina may be imported only by engine\/lanes\/threads/,
    },
    {
      path: 'engine/evm/core.test.ts',
      text: `import Piscina from 'piscina';`,
      says: /piscina may be imported only by/,
    },
    {
      path: 'harness/report/table.ts',
      text: `import table from 'cli-table';`,
      says: /cli-table has no row in ci\/tidy\/layers\.ts/,
    },
    {
      path: 'engine/primitives/bytes.ts',
      text: `import { readFileSync } from 'node:fs';`,
      says: /engine\/ may not import node:fs here/,
    },
    {
      path: 'harness/report/table.ts',
      text: `import { join } from 'path';`,
      says: /write node:path/,
    },
  ],
  good: [
    { path: 'engine/evm/core.ts', text: `import { EVM } from '@ethereumjs/evm';` },
    { path: 'engine/evm/core.test.ts', text: `import fc from 'fast-check';` },
    { path: 'harness/input/file.ts', text: `import { readFileSync } from 'node:fs';` },
  ],
};

function examine(file: SourceFile): Examination {
  if (file.kind === 'text') return { checked: 0, violations: [] };
  const imported = importsOf(file).flatMap(({ specifier, line }) => {
    const name = packageOf(specifier);
    return name === null ? [] : [{ name, line }];
  });
  const violations = imported.flatMap(({ name, line }): Violation[] => {
    const problem = name.startsWith('node:')
      ? objectionToBuiltin(file, name)
      : objectionToPackage(file, name);
    return problem === null ? [] : [{ path: file.path, line, problem }];
  });
  return { checked: imported.length, violations };
}

function objectionToBuiltin(file: SourceFile, name: string): string | null {
  if (file.kind === 'test' || file.folder !== 'engine') return null;
  const layers = ENGINE_BUILTINS[name] ?? [];
  if (layers.some((layer) => isWithin(file.path, layer))) return null;
  return `engine/ may not import ${name} here`;
}

function objectionToPackage(file: SourceFile, name: string): string | null {
  if (builtinModules.includes(name)) return `write node:${name}, so that no package can stand in`;
  const layers = PACKAGES[name] ?? PACKAGES[name.replace(/\/.*$/, '/*')];
  if (layers === undefined) return `${name} has no row in ci/tidy/layers.ts`;
  if (file.kind === 'test' && name !== 'piscina') return null;
  if (layers.some((layer) => isWithin(file.path, layer))) return null;
  return `${name} may be imported only by ${layers.join(', ')}`;
}
