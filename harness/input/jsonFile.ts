/**
 * Small files of JSON that are named on the command line.
 *
 * Owns the error for one that cannot be had. What is in it is its reader's.
 */
import { readFileSync } from 'node:fs';
import { InputError } from '#fixtures/input/inputError.js';

/** Parses a file; `remedy` says what file is wanted. Throws `InputError`, which names it. */
export function parseJSONFile(path: string, remedy: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const problem = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    throw new InputError({ file: path, field: '', problem, remedy, cause: error });
  }
}
