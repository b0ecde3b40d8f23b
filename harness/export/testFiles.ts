/**
 * Exported blocks as files.
 *
 * Owns which formats there are, where each block goes, and the manifest: what is there, from which
 * seed, and the digest of each file. The same blocks give the same bytes: nothing in a file tells
 * when it was made.
 */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Fork } from '#engine/api/index.js';
import { blockchainTest, engineTest } from '#fixtures/export/blockchainTest.js';
import { inputPayload } from '../protocol/blockPayload.ts';
import type { ExportedBlock, LeftOut } from './exportedBlocks.ts';

/** Formats of exported blocks, the default first. */
export const EXPORT_FORMATS = ['blockchain_test', 'blockchain_test_engine', 't8n'] as const;

/** A format of exported blocks. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A file to be written. */
export interface TestFile {
  /** From the folder of the export, with `/`. */
  readonly path: string;
  readonly content: Uint8Array;
}

/** What the folder of an export says of itself. */
export interface ExportManifest {
  readonly form: 'lockstep-fixtures/1';
  /** Of the generated blocks. */
  readonly seed: number;
  readonly forks: readonly Fork[];
  readonly blocks: number;
  /** Of them those that must be refused. */
  readonly refused: number;
  readonly transactions: number;
  readonly leftOut: readonly LeftOut[];
  /** In the order of their paths. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

/** How files are made. */
export interface FileOptions {
  readonly formats: readonly ExportFormat[];
  readonly isCompressed: boolean;
  readonly seed: number;
}

/** Collects blocks and writes them out. */
export class TestFiles {
  readonly #options: FileOptions;
  /** By path: tests by name. */
  readonly #tests = new Map<string, Record<string, unknown>>();
  /** By path: other files. */
  readonly #files = new Map<string, unknown>();
  readonly #forks = new Set<Fork>();
  readonly #leftOut: LeftOut[] = [];
  #blocks = 0;
  #refused = 0;
  #transactions = 0;

  constructor(options: FileOptions) {
    this.#options = options;
  }

  leaveOut(left: LeftOut): void {
    this.#leftOut.push(left);
  }

  add(exported: ExportedBlock): void {
    const { name, fork, summary, child, block } = exported;
    this.#forks.add(fork);
    this.#blocks += 1;
    this.#refused += block.refusal === null ? 0 : 1;
    this.#transactions += child.input.block.transactions.length;
    const [family = name] = name.split('/');
    for (const format of this.#options.formats) {
      switch (format) {
        case 'blockchain_test':
          this.#into(`blockchain_tests/${fork}/${family}.json`, {
            [`${name}[${fork}]`]: blockchainTest(child, block, summary),
          });
          break;
        case 'blockchain_test_engine':
          this.#into(`blockchain_tests_engine/${fork}/${family}.json`, {
            [`${name}[${fork}]`]: engineTest(child, block, summary),
          });
          break;
        case 't8n': {
          const { alloc, env, txs } = inputPayload(child.input);
          for (const [part, value] of Object.entries({ alloc, env, txs })) {
            this.#files.set(`t8n/${fork}/${name}/${part}.json`, value);
          }
          break;
        }
      }
    }
  }

  /** All files, the manifest last. */
  files(): readonly TestFile[] {
    const contents = [...this.#tests, ...this.#files].toSorted(([one], [other]) =>
      one < other ? -1 : 1,
    );
    const files = contents.map(([path, value]) => this.#file(path, value));
    const manifest = `${JSON.stringify(this.manifest(files), null, 2)}\n`;
    return [...files, { path: 'manifest.json', content: new TextEncoder().encode(manifest) }];
  }

  /** What is said of such files. */
  manifest(files: readonly TestFile[]): ExportManifest {
    return {
      form: 'lockstep-fixtures/1',
      seed: this.#options.seed,
      forks: [...this.#forks],
      blocks: this.#blocks,
      refused: this.#refused,
      transactions: this.#transactions,
      leftOut: this.#leftOut,
      files: files.map(({ path, content }) => ({ path, sha256: sha256(content) })),
    };
  }

  #into(path: string, tests: Readonly<Record<string, unknown>>): void {
    this.#tests.set(path, { ...this.#tests.get(path), ...tests });
  }

  #file(path: string, value: unknown): TestFile {
    const text = `${JSON.stringify(value)}\n`;
    return this.#options.isCompressed
      ? { path: `${path}.gz`, content: gzipSync(text, { level: 9 }) }
      : { path, content: new TextEncoder().encode(text) };
  }
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
