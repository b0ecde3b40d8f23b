/**
 * What lies at a path: state tests, transition tool triples, snapshots of blocks.
 *
 * Owns how they are told apart, by what is in them and, where one thing is in several files, by the
 * names of those. Files of other kinds are named and left alone.
 */
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { findFixtures, readable } from '#fixtures/official/findFixtures.js';
import { loadJSON } from '#fixtures/official/loadFixtures.js';
import type { RawTriple } from '../t8n/readTriple.ts';
import type { RawSnapshot } from './snapshot.ts';
import { isStateTest } from './stateTest.ts';

/** Something to import; `path` is where, as the user would write it. */
export type Source =
  | { readonly kind: 'state-test'; readonly path: string; readonly value: unknown }
  | {
      readonly kind: 'triple';
      readonly path: string;
      readonly triple: RawTriple;
      /** What the file says of its rules, if it is one of ours. */
      readonly rules: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'snapshot'; readonly path: string; readonly snapshot: RawSnapshot }
  | { readonly kind: 'other'; readonly path: string };

const TRIPLE = ['alloc.json', 'env.json', 'txs.json'] as const;
const BLOCK = 'block.json';
const STATES = ['prestate.json', 'pre_state.json', 'preState.json'] as const;
const CODES = 'bytecodes.json';
const HASHES = 'block_hashes.json';

/** All there is at a path, file by file. Throws an `InputError` for one that cannot be read. */
export async function* sourcesAt(path: string): AsyncGenerator<Source, void, undefined> {
  const isFolder = (await readable(path, stat(path))).isDirectory();
  const found = isFolder ? await findFixtures(path) : [];
  const files = isFolder ? found.map((relative) => join(path, relative)) : [path];
  const all = new Set(isFolder ? files : []);
  /** What each folder is as a whole; most are nothing. */
  const folders = new Map<string, readonly string[]>();
  for (const file of files) {
    const folder = dirname(file);
    if (!folders.has(folder)) {
      const together = await severalFiles(folder, all);
      folders.set(folder, together?.files ?? []);
      if (together !== null) yield together.source;
    }
    if (folders.get(folder)?.includes(file) !== true) yield* inFile(file);
  }
}

interface Together {
  readonly source: Source;
  readonly files: readonly string[];
}

/** A folder that is one thing. */
async function severalFiles(folder: string, files: ReadonlySet<string>): Promise<Together | null> {
  const has = (name: string): boolean => files.has(join(folder, name));
  const load = async (name: string): Promise<unknown> => await loadJSON(join(folder, name));
  if (TRIPLE.every(has)) {
    const [alloc, env, txs] = [await load(TRIPLE[0]), await load(TRIPLE[1]), await load(TRIPLE[2])];
    const triple = { alloc, env, txs };
    const source = { kind: 'triple', path: folder, triple, rules: {} } as const;
    return { source, files: TRIPLE.map((name) => join(folder, name)) };
  }
  const state = STATES.find(has);
  if (!has(BLOCK) || state === undefined) return null;
  const snapshot = {
    block: await load(BLOCK),
    preState: await load(state),
    ...(has(CODES) && { codes: await load(CODES) }),
    ...(has(HASHES) && { blockHashes: await load(HASHES) }),
  };
  const names = [BLOCK, state, CODES, HASHES];
  const source = { kind: 'snapshot', path: folder, snapshot } as const;
  return { source, files: names.map((name) => join(folder, name)) };
}

/** A file that is one thing, or several state tests by name. */
async function* inFile(file: string): AsyncGenerator<Source, void, undefined> {
  const content = await loadJSON(file);
  if (!isRecord(content)) {
    yield { kind: 'other', path: file };
    return;
  }
  const { alloc, env, txs = content['transactions'], block, ...rest } = content;
  const preState = rest['preState'] ?? rest['prestate'] ?? rest['pre_state'];
  if (alloc !== undefined && env !== undefined && txs !== undefined) {
    yield { kind: 'triple', path: file, triple: { alloc, env, txs }, rules: rest };
  } else if (block !== undefined && preState !== undefined) {
    const { bytecodes: codes, blockHashes } = rest;
    yield { kind: 'snapshot', path: file, snapshot: { block, preState, codes, blockHashes } };
  } else {
    const tests = Object.entries(content).filter(([, value]) => isStateTest(value));
    for (const [key, value] of tests) {
      yield { kind: 'state-test', path: `${basename(file)}::${key}`, value };
    }
    if (tests.length === 0) yield { kind: 'other', path: file };
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
