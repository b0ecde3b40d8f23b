/**
 * Blocks of the user as cases.
 *
 * Owns their names: `blocks/` and the name of the file. Nothing is stated of them by hand; serial
 * truth is what they are held against.
 */
import type { Fork } from '#engine/api/index.js';
import type { BlockFile } from '../input/blockFile.ts';
import { type FolderBlock, blocksIn } from '../input/blockFolder.ts';
import type { UnbuiltCase } from './corpusCases.ts';

/** Of every such case's name. */
export const OF_FILES = 'blocks/';

/** The blocks of a folder by fork. Throws `InputError`. */
export async function casesOfFolder(
  folder: string,
): Promise<(fork: Fork) => readonly UnbuiltCase[]> {
  const blocks = await blocksIn(folder);
  return (fork) => blocks.filter((block) => block.fork === fork).map(caseOf);
}

function caseOf(block: FolderBlock): UnbuiltCase {
  return caseOfBlock(`${OF_FILES}${block.name}`, () => block.read());
}

/** A block as a case of that name. */
export function caseOfBlock(id: string, read: () => BlockFile): UnbuiltCase {
  return {
    id,
    build: () => {
      const { block, preState, invalidTransactions: policy } = read();
      return {
        id,
        summary: 'A block of a file.',
        hazard: '',
        fork: block.fork,
        policy,
        preState,
        blocks: [{ block, expect: { kind: 'unstated' }, after: [] }],
      };
    },
  };
}
