/**
 * How a call that failed is told.
 *
 * Owns which errors are the user's to mend (254, one message, no stack trace), which are those of
 * a transition tool (go-ethereum's codes) and which are ours (255, with the stack, for a report).
 * Does not write.
 */
import { CommanderError } from 'commander';
import { InputError } from '#fixtures/input/inputError.js';
import { printableLines } from '../input/printable.ts';
import { T8nError } from '../t8n/t8nError.ts';
import { ArgumentError } from './argumentError.ts';
import { EXIT_BAD_INPUT, EXIT_INTERNAL, EXIT_OK } from './exitCodes.ts';

/** A failure as `--json` prints it. */
export interface FailureFacts {
  readonly code: number;
  readonly message: string;
  /** Where the fault is: a file or a flag, and the field of a file. */
  readonly file?: string;
  readonly field?: string;
  readonly flag?: string;
  readonly remedy?: string;
}

/** What is printed and how the process ends. */
export interface Failure {
  readonly exitCode: number;
  /** For stderr; empty when it has been printed already or there is nothing to say. */
  readonly text: string;
  /** For `--json`; `null` when nothing failed. */
  readonly facts: FailureFacts | null;
}

const MESSAGE_CHARACTERS_MAX = 2_000;
const LINE_CHARACTERS_MAX = 1_000;

/** Turns whatever was thrown into words and an exit code. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CommanderError) return commanderFailure(error);
  if (error instanceof T8nError) return toolFailure(error);
  if (error instanceof InputError || error instanceof ArgumentError) {
    const message = messageLines(error.message);
    const { remedy } = error;
    const place =
      error instanceof InputError ? { file: error.file, field: error.field } : { flag: error.flag };
    const facts = { code: EXIT_BAD_INPUT, message, ...place, remedy };
    return { exitCode: EXIT_BAD_INPUT, text: `error: ${message}`, facts };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const message = messageLines(stack);
  const text = `internal error, please report it: ${message}`;
  return { exitCode: EXIT_INTERNAL, text, facts: { code: EXIT_INTERNAL, message } };
}

/** Commander has printed its message, or the help that was asked for. */
function commanderFailure({ exitCode, message }: CommanderError): Failure {
  if (exitCode === 0) return { exitCode: EXIT_OK, text: '', facts: null };
  const said = message === '(outputHelp)' ? 'no command was given' : message;
  const facts = { code: EXIT_BAD_INPUT, message: messageLines(said) };
  return { exitCode: EXIT_BAD_INPUT, text: '', facts };
}

/** A transition tool ends with go-ethereum's codes; of words, Commander has spoken already. */
function toolFailure({ exitCode: code, message: words, cause }: T8nError): Failure {
  const message = messageLines(words);
  const text = cause instanceof CommanderError ? '' : `ERROR(${String(code)}): ${message}`;
  return { exitCode: code, text, facts: { code, message } };
}

/** Foreign names in a message must not drive the terminal; its own lines stay lines. */
export function messageLines(text: string): string {
  return printableLines(text.slice(0, MESSAGE_CHARACTERS_MAX), LINE_CHARACTERS_MAX);
}
