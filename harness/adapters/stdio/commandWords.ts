/**
 * The command behind `stdio:<command>`.
 *
 * Owns its cut into words. Quotes group, and that is all: no shell ever sees it, so that no name of
 * a file can become a command.
 */
import { parseArgsStringToArgv } from 'string-argv';
import { InputError } from '#fixtures/input/inputError.js';
import { printable } from '../../input/printable.ts';

/** A program and its arguments. */
export interface CommandWords {
  readonly program: string;
  readonly words: readonly string[];
}

/** Cuts a command into words. Throws `InputError` where there is none. */
export function commandWords(command: string): CommandWords {
  const [program, ...words] = parseArgsStringToArgv(command);
  if (program !== undefined && program !== '') return { program, words };
  throw new InputError({
    file: `stdio:${printable(command)}`,
    field: '',
    problem: 'names no command',
    remedy: 'write the command after stdio:, in quotes: "stdio:./my-engine --lanes 2"',
  });
}
