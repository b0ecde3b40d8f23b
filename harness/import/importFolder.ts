/**
 * The folder that an import writes.
 *
 * Owns the names of its files and its manifest: which block is from where, and what was left out.
 * Each block is written as soon as it is known, so that an interrupt costs only what was to come.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { blockFileText } from '../input/blockFile.ts';
import type { ImportedBlock, NotImported } from './importedBlocks.ts';

/** What the folder of an import says of itself. */
export interface ImportManifest {
  readonly form: 'lockstep-import/1';
  /** Whether all that was asked for has been looked at. */
  readonly isWhole: boolean;
  readonly blocks: number;
  readonly transactions: number;
  /** Blocks whose headers say gas and receipts, and they came of them. */
  readonly checked: number;
  readonly leftOut: readonly NotImported[];
  readonly files: readonly {
    readonly path: string;
    readonly sha256: string;
    readonly sources: readonly string[];
  }[];
}

const DIGITS = 4;

/** Writes imported blocks into a folder. */
export class ImportFolder {
  readonly #folder: string;
  readonly #files: ImportManifest['files'][number][] = [];
  readonly #leftOut: NotImported[] = [];
  readonly #counts = new Map<string, number>();
  #transactions = 0;
  #checked = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** `Prague/state-test-0001.json`: the fork, what it is of, and which one. */
  add({ kind, input, sources, isChecked }: ImportedBlock): void {
    const { block, preState } = input;
    const stem = `${block.fork}/${kind}`;
    const ordinal = (this.#counts.get(stem) ?? 0) + 1;
    this.#counts.set(stem, ordinal);
    const path = `${stem}-${String(ordinal).padStart(DIGITS, '0')}.json`;
    const text = blockFileText(
      { block, preState, invalidTransactions: 'reject-block' },
      { sources },
    );
    this.#write(path, text);
    const sha256 = createHash('sha256').update(text).digest('hex');
    this.#files.push({ path, sha256, sources });
    this.#transactions += block.transactions.length;
    this.#checked += isChecked ? 1 : 0;
  }

  leaveOut(left: NotImported): void {
    this.#leftOut.push(left);
  }

  /** Writes the manifest, and returns it. */
  finish(isWhole: boolean): ImportManifest {
    const manifest: ImportManifest = {
      form: 'lockstep-import/1',
      isWhole,
      blocks: this.#files.length,
      transactions: this.#transactions,
      checked: this.#checked,
      leftOut: this.#leftOut,
      files: this.#files,
    };
    this.#write('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
    return manifest;
  }

  #write(path: string, text: string): void {
    const file = join(this.#folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
