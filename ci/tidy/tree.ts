/**
 * Reads the repository for the self-lint: every text file that a reader of the project meets.
 *
 * Leaves out what tools make (`dist`, `coverage`, `node_modules`), the version control's own folder
 * and binary files. It does not consult the version control, so that an unpacked archive can be
 * linted as well, and a file not yet added is linted with the rest.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSourceFile, type SourceFile } from './source.ts';

/** Folders of the root; a folder of that name elsewhere is ours. */
const SKIPPED: readonly string[] = ['.git', 'node_modules', 'dist', 'coverage'];
const TEXT = /\.(?:ts|mts|js|mjs|json|jsonc|md|yml|yaml|sh|txt)$|(?:^|\/)(?:LICENSE|run|\.\w+)$/;

/** Every text file under `root`, sorted by path. Throws what the file system throws. */
export function readTree(root: string): readonly SourceFile[] {
  return pathsIn(root, '')
    .filter((path) => TEXT.test(path))
    .sort()
    .map((path) => createSourceFile(path, readFileSync(join(root, path), 'utf8')));
}

function pathsIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.includes(path) ? [] : pathsIn(root, path);
    return entry.isFile() ? [path] : [];
  });
}
