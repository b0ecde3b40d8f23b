/**
 * The files of one run, kept under `--out`.
 *
 * Owns their names and that each is complete on disk the moment it is written, so that an
 * interrupted run loses nothing: `log.txt` (a line as it happens), `failures/*.json` (one block
 * file per finding), `result.json` (arguments, seed, result; last). Refuses a folder that is in
 * use.
 */
import { appendFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InputError } from '#fixtures/input/inputError.js';
import { describeThrown } from '../input/printable.ts';

/** A folder that receives the files of one run. Its methods throw `InputError` on failure. */
export interface RunFolder {
  readonly path: string;
  log(line: string): void;
  /** Keeps a failing block and returns the path of its file. */
  keepFailure(name: string, text: string): string;
  /** Keeps a text under a name of its own. */
  keepText(name: string, text: string): void;
  keepResult(result: unknown): void;
}

// A failure's name comes from case ids and fork names; more would not fit every file system.
const NAME_CHARACTERS_MAX = 120;

/**
 * Makes the folder ready; `heading` becomes the first line of its log. Until something is kept it
 * stays empty, so that a call that fails at once can be mended and made again.
 * Throws `InputError` when the folder is not empty or cannot be written.
 */
export function openRunFolder(path: string, heading: string): RunFolder {
  const guarded = <T>(write: () => T): T => {
    try {
      return write();
    } catch (error) {
      throw new InputError({
        file: path,
        field: '',
        problem: `cannot be written (${describeThrown(error)})`,
        remedy: 'give --out another folder',
        cause: error,
      });
    }
  };
  const present = guarded(() => {
    makeFolder(resolve(path));
    return readdirSync(path);
  });
  if (present.length > 0) {
    throw new InputError({
      file: path,
      field: '',
      problem: 'holds files already, and a run never writes over another',
      remedy: 'give --out a new or an empty folder',
    });
  }
  let failureCount = 0;
  let isLogStarted = false;
  return {
    path,
    log: (line) => {
      guarded(() => {
        appendFileSync(join(path, 'log.txt'), `${isLogStarted ? '' : `${heading}\n`}${line}\n`);
        isLogStarted = true;
      });
    },
    keepFailure: (name, text) => {
      failureCount += 1;
      const safe = name.replace(/[^A-Za-z0-9.]+/g, '-').slice(0, NAME_CHARACTERS_MAX);
      const file = join(path, 'failures', `${String(failureCount).padStart(3, '0')}-${safe}.json`);
      guarded(() => {
        makeFolder(join(path, 'failures'));
        writeFileSync(file, text);
      });
      return file;
    },
    keepText: (name, text) => {
      guarded(() => {
        writeFileSync(join(path, name), text);
      });
    },
    keepResult: (result) => {
      guarded(() => {
        writeFileSync(join(path, 'result.json'), `${JSON.stringify(result, null, 2)}\n`);
      });
    },
  };
}

/**
 * Makes a folder and those above it. Not `recursive` of `mkdirSync`: it never returns where a file
 * system says that a parent which is there is not (`/proc`).
 */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}
