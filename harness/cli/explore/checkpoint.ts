/**
 * Where an exploration stands, on disk.
 *
 * Owns two files in a folder: `exploration.json`, with what is explored and the path, and
 * `visited.bin`, the table of states met. They are written whole beside the old ones and then put
 * in their place, so that an end in the middle loses nothing. An exploration of something else is
 * not gone on with.
 */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { InputError } from '#fixtures/input/inputError.js';
import type { Frontier } from '#engine/simulation/explorer/frontier.js';
import { FAILURE_KINDS } from '#engine/simulation/failure.js';
import { describeThrown } from '../../input/printable.ts';

/** What is explored: two explorations go on from each other only if all of it is equal. */
export type ExplorationKey = Readonly<Record<string, string | number | null>>;

const PATH_FILE = 'exploration.json';
const VISITED_FILE = 'visited.bin';
const VERSION = 1;
/** Words of one entry of the table, in bytes; the number of entries is a power of two. */
const ENTRY_BYTES = 16;

const count = z.number().int().nonnegative();
const FILE = z.object({
  version: z.literal(VERSION),
  key: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  states: count,
  terminalStates: count,
  transitions: count,
  failed: count,
  failures: z.array(
    z.object({ kind: z.enum(FAILURE_KINDS), message: z.string(), trace: z.array(count) }),
  ),
  visitedBytes: count,
  path: z.array(
    z.object({
      via: z.number().int().min(-1),
      budget: count,
      untried: z.array(count),
    }),
  ),
});

/**
 * Reads what was kept in `folder`, which is made if it is not there; `null` when nothing was.
 * Throws `InputError`, also when nothing could be kept there: better before than after the work.
 */
export function readCheckpoint(folder: string, key: ExplorationKey): Frontier | null {
  makeFolder(folder);
  const file = join(folder, PATH_FILE);
  const text = readIfThere(file);
  if (text === null) return null;
  const parsed = FILE.safeParse(parseJSON(text.toString('utf8'), file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw unusable(file, issue?.path.join('.') ?? '', issue?.message ?? 'is no checkpoint');
  }
  const { version: _, key: theirs, visitedBytes, ...rest } = parsed.data;
  for (const name of new Set([...Object.keys(theirs), ...Object.keys(key)])) {
    if (theirs[name] !== key[name]) {
      const problem = `was kept with ${name} ${String(theirs[name])}, not ${String(key[name])}`;
      throw unusable(file, `key.${name}`, problem);
    }
  }
  const visited = readIfThere(join(folder, VISITED_FILE));
  const isWhole = visited?.length === visitedBytes && isTable(visitedBytes);
  if (visited === null || !isWhole) {
    throw unusable(join(folder, VISITED_FILE), '', 'is not the table that the checkpoint names');
  }
  return { ...rest, visited };
}

/** Keeps an exploration in `folder`. Throws `InputError` when that cannot be done. */
export function writeCheckpoint(
  folder: string,
  key: ExplorationKey,
  { visited, ...rest }: Frontier,
): void {
  const content = { version: VERSION, key, visitedBytes: visited.length, ...rest };
  try {
    replaceFile(join(folder, VISITED_FILE), visited);
    replaceFile(join(folder, PATH_FILE), `${JSON.stringify(content)}\n`);
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function makeFolder(folder: string): void {
  try {
    // Not its parents: Node never ends where those can be neither found nor made.
    if (!existsSync(folder)) mkdirSync(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function unwritable(folder: string, error: unknown): InputError {
  return new InputError({
    file: folder,
    field: '',
    problem: `cannot be written: ${describeThrown(error)}`,
    remedy: 'name a folder that can be, in one that is there',
    cause: error,
  });
}

/** Forgets what was kept: there is nothing left to explore. */
export function removeCheckpoint(folder: string): void {
  rmSync(join(folder, PATH_FILE), { force: true });
  rmSync(join(folder, VISITED_FILE), { force: true });
}

function isTable(bytes: number): boolean {
  const entries = bytes / ENTRY_BYTES;
  return Number.isInteger(Math.log2(entries));
}

function replaceFile(path: string, content: string | Uint8Array): void {
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
}

function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw unusable(path, '', `cannot be read: ${describeThrown(error)}`);
  }
}

function parseJSON(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unusable(file, '', `is not JSON: ${describeThrown(error)}`);
  }
}

function unusable(file: string, field: string, problem: string): InputError {
  const remedy = 'name another folder for --checkpoint, or remove this one to begin anew';
  return new InputError({ file, field, problem, remedy });
}
