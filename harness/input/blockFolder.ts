/**
 * Block files of a folder, as `fixtures import` writes it.
 *
 * Owns which files are blocks and what each is called: its path without the ending. A file that is
 * no block is an error that names it, not a block less.
 */
import { join } from 'node:path';
import type { Fork } from '#engine/api/index.js';
import { InputError } from '#fixtures/input/inputError.js';
import { findFixtures } from '#fixtures/official/findFixtures.js';
import { type BlockFile, type BlockFileDefaults, readBlockFile } from './blockFile.ts';

/** What a folder says of itself beside its blocks. */
const MANIFEST = 'manifest.json';

/** A block of a folder. */
export interface FolderBlock {
  /** Its path from the folder, without `.json`. */
  readonly name: string;
  readonly fork: Fork;
  /** Reads it again: blocks of a large folder do not lie in memory all at once. */
  read(): BlockFile;
}

/** The blocks of a folder, in the order of their names. Throws `InputError`. */
export async function blocksIn(
  folder: string,
  defaults: BlockFileDefaults = {},
): Promise<readonly FolderBlock[]> {
  const files = (await findFixtures(folder)).filter((path) => path !== MANIFEST);
  const compressed = files.find((path) => !path.endsWith('.json'));
  if (compressed !== undefined) {
    const problem = 'is compressed, and block files are read as they are';
    const file = join(folder, compressed);
    throw new InputError({ file, field: '', problem, remedy: 'unpack it: gunzip' });
  }
  return files.map((path) => {
    const read = (): BlockFile => readBlockFile(join(folder, path), defaults);
    return { name: path.slice(0, -'.json'.length), fork: read().block.fork, read };
  });
}
