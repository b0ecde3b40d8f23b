/**
 * One file as the rules see it: where it stands, its lines, and its syntax tree when it has one.
 *
 * Owns the notions "source", "test" and "folder". The tree comes from oxc, because a text pattern
 * cannot tell a call from a comment. Parsing is lazy: half of the rules need lines only.
 */
import { parseSync, type ParseResult } from 'oxc-parser';

/** `source` is compiled into `dist`; `test` is run by vitest; `text` is everything else. */
export type FileKind = 'source' | 'test' | 'text';

/** A file of the repository. */
export interface SourceFile {
  /** Relative to the repository's root, with forward slashes. */
  readonly path: string;
  /** The first segment of the path, or the empty string for a file in the root. */
  readonly folder: string;
  /** The last segment of the path. */
  readonly name: string;
  readonly kind: FileKind;
  readonly text: string;
  readonly lines: readonly string[];
  /** The syntax tree. Throws on a syntax error: a rule must not read half a file. */
  readonly syntax: () => ParseResult;
  /** The line, from 1, on which the character at `offset` stands. */
  readonly lineAt: (offset: number) => number;
}

const FOLDERS: readonly string[] = [
  'engine',
  'harness',
  'generators',
  'properties',
  'fixtures',
  'ci',
];

/** A file made of its path and its text; nothing is read from disk. */
export function createSourceFile(path: string, text: string): SourceFile {
  const segments = path.split('/');
  let parsed: ParseResult | undefined;
  return {
    path,
    folder: segments.length > 1 ? (segments[0] ?? '') : '',
    name: segments.at(-1) ?? '',
    kind: kindOf(path),
    text,
    lines: text.replace(/\n$/, '').split('\n'),
    syntax: () => (parsed ??= parse(path, text)),
    lineAt: (offset) => text.slice(0, offset).split('\n').length,
  };
}

function kindOf(path: string): FileKind {
  if (!path.endsWith('.ts') || !FOLDERS.includes(path.split('/')[0] ?? '')) return 'text';
  return path.endsWith('.test.ts') ? 'test' : 'source';
}

function parse(path: string, text: string): ParseResult {
  const result = parseSync(path, text);
  const [error] = result.errors;
  if (error !== undefined) throw new Error(`${path} does not parse: ${error.message}`);
  return result;
}
