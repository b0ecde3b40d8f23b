/**
 * Which modules a file names, and where in the repository they stand.
 *
 * Sees every form: static, re-export, dynamic and type-only. It names modules; whether a file may
 * name them is for the rules to say.
 */
import { posix } from 'node:path';
import { Visitor } from 'oxc-parser';
import type { SourceFile } from './source.ts';

/** One mention of a module. `line` counts from 1. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
}

/** Every module that a file names, in the order of the text. */
export function importsOf(file: SourceFile): readonly Import[] {
  const found: { specifier: string; offset: number }[] = [];
  const name = (source: { value: unknown; start: number } | null): void => {
    if (source === null || typeof source.value !== 'string') return;
    found.push({ specifier: source.value, offset: source.start });
  };
  new Visitor({
    ImportDeclaration: (node) => name(node.source),
    ExportNamedDeclaration: (node) => name(node.source),
    ExportAllDeclaration: (node) => name(node.source),
    ImportExpression: (node) => {
      if (node.source.type === 'Literal') name(node.source);
    },
    TSImportType: (node) => name(node.source),
  }).visit(file.syntax().program);
  return found
    .sort((a, b) => a.offset - b.offset)
    .map(({ specifier, offset }) => ({ specifier, line: file.lineAt(offset) }));
}

/**
 * The source that a specifier means, relative to the repository's root, or `null` for a package.
 * `#engine/api/index.js` and `../api/index.ts` both mean `engine/api/index.ts`.
 */
export function targetOf(file: SourceFile, specifier: string): string | null {
  if (specifier.startsWith('#')) return specifier.slice(1).replace(/\.js$/, '.ts');
  if (!specifier.startsWith('.')) return null;
  return posix.join(posix.dirname(file.path), specifier);
}

/** The package that a specifier means, without the path inside it, or `null` for our own source. */
export function packageOf(specifier: string): string | null {
  if (specifier.startsWith('#') || specifier.startsWith('.')) return null;
  const [first = '', second = ''] = specifier.split('/');
  return specifier.startsWith('@') ? `${first}/${second}` : first;
}
