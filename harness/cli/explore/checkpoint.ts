/**
 * Where an exploration stands, on disk.
 *
 * Owns two files in a folder: `exploration.json`, with what is explored and the path, and the table
 * of states met, which has its digest in its name. The first names the second and is put in its
 * place last, in one move: whenever the work ends, even in the middle of this, the folder holds one
 * whole checkpoint, the new one or the one before. An exploration of something else, or by other
 * code, is not gone on with.
 */
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { InputError } from '#fixtures/input/inputError.js';
import type { Frontier } from '#engine/simulation/explorer/frontier.js';
import { FAILURE_KINDS } from '#engine/simulation/failure.js';
import { describeThrown } from '../../input/printable.ts';
import { readBigFile, writeBigFile } from './bigFile.ts';

/** What is explored: two explorations go on from each other only if all of it is equal. */
export type ExplorationKey = Readonly<Record<string, string | number | null>>;

/** An exploration that has stopped, and the seconds it has taken so far. */
export interface Checkpoint {
  readonly frontier: Frontier;
  readonly seconds: number;
}

const STAND_FILE = 'exploration.json';
const TABLE_FILE = /^visited-[0-9a-f]{16}\.bin$/;
const NEW = '.new';
const VERSION = 2;
const NAME_DIGITS = 16;
const SHA256_HEX = /^[0-9a-f]{64}$/;

const count = z.number().int().nonnegative();
const STAND = z.strictObject({
  version: z.literal(VERSION),
  key: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  seconds: z.number().nonnegative(),
  states: count,
  terminalStates: count,
  transitions: count,
  failed: count,
  failures: z.array(
    z.object({ kind: z.enum(FAILURE_KINDS), message: z.string(), trace: z.array(count) }),
  ),
  path: z.array(
    z.object({
      via: z.number().int().min(-1),
      budget: count,
      untried: z.array(count),
    }),
  ),
  /** SHA-256 of the table. */
  visited: z.string().regex(SHA256_HEX),
});
/** A stand, and its SHA-256 as JSON. */
const FILE = z.strictObject({ digest: z.string(), stand: z.unknown() });

/**
 * Reads what was kept in `folder`, which is made if it is not there; `null` when nothing was.
 * Throws `InputError`, also when nothing could be kept there: better before than after the work.
 */
export function readCheckpoint(folder: string, key: ExplorationKey): Checkpoint | null {
  makeFolder(folder);
  const file = join(folder, STAND_FILE);
  if (!existsSync(file)) return null;
  const { version: _, key: theirs, seconds, visited: sha256, ...rest } = readStand(file);
  for (const name of new Set([...Object.keys(theirs), ...Object.keys(key)])) {
    if (theirs[name] !== key[name]) {
      const problem = `was kept with ${name} ${String(theirs[name])}, not ${String(key[name])}`;
      throw unusable(file, `key.${name}`, problem);
    }
  }
  return { seconds, frontier: { ...rest, visited: readTable(folder, sha256) } };
}

/** Keeps an exploration in `folder`. Throws `InputError` when that cannot be done. */
export function writeCheckpoint(
  folder: string,
  key: ExplorationKey,
  { frontier, seconds }: Checkpoint,
): void {
  const { visited, ...rest } = frontier;
  try {
    const beside = join(folder, `visited${NEW}`);
    const sha256 = writeBigFile(beside, visited);
    const table = tableName(sha256);
    renameSync(beside, join(folder, table));
    const stand = { version: VERSION, key, seconds, ...rest, visited: sha256 };
    const path = join(folder, STAND_FILE);
    const text = `${JSON.stringify({ digest: digestOf(stand), stand })}\n`;
    writeBigFile(path + NEW, new TextEncoder().encode(text));
    renameSync(path + NEW, path);
    removeTables(folder, table);
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/** Forgets what was kept: there is nothing left to explore. */
export function removeCheckpoint(folder: string): void {
  rmSync(join(folder, STAND_FILE), { force: true });
  removeTables(folder, null);
}

function readStand(file: string): z.infer<typeof STAND> {
  const outer = FILE.safeParse(parseJSON(readText(file), file));
  if (!outer.success) throw unusable(file, '', 'is no checkpoint of this version of Lockstep');
  const { digest, stand } = outer.data;
  if (digest !== digestOf(stand)) {
    throw unusable(file, 'digest', 'is not that of what it holds: the file was changed');
  }
  const parsed = STAND.safeParse(stand);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw unusable(file, issue?.path.join('.') ?? '', issue?.message ?? 'is no checkpoint');
}

function readTable(folder: string, sha256: string): Uint8Array {
  const file = join(folder, tableName(sha256));
  try {
    const table = readBigFile(file);
    if (table.sha256 === sha256) return table.content;
  } catch (error) {
    throw unusable(file, '', `cannot be read: ${describeThrown(error)}`);
  }
  throw unusable(file, '', 'is not the table that the checkpoint names: the file was changed');
}

function tableName(sha256: string): string {
  return `visited-${sha256.slice(0, NAME_DIGITS)}.bin`;
}

/** Removes tables that no checkpoint names any more. */
function removeTables(folder: string, kept: string | null): void {
  for (const name of readdirSync(folder)) {
    if (TABLE_FILE.test(name) && name !== kept) rmSync(join(folder, name), { force: true });
  }
}

function digestOf(stand: unknown): string {
  return createHash('sha256').update(JSON.stringify(stand)).digest('hex');
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

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unusable(file, '', `cannot be read: ${describeThrown(error)}`);
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
