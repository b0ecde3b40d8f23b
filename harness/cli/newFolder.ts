/**
 * A folder that a command fills.
 *
 * Owns that it is new: nothing of an earlier run is written over or mixed with.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { InputError } from '#fixtures/input/inputError.js';
import { describeThrown } from '../input/printable.ts';

/** Makes the folder. Throws `InputError` where it cannot be written or holds anything. */
export function makeNewFolder(folder: string): void {
  const refuse = (problem: string, cause?: unknown): InputError =>
    new InputError({ file: folder, field: '', problem, remedy: 'give --to a new folder', cause });
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw refuse(`cannot be written (${describeThrown(error)})`, error);
  }
  if (readdirSync(folder).length > 0) {
    throw refuse('holds files already, and nothing is ever written over');
  }
}
