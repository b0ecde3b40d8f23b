/**
 * One call of the command.
 *
 * Owns where words go: what people read goes to stdout, or to stderr when stdout belongs to
 * `--json`; progress always to stderr; everything but live progress into the log of `--out`. What
 * cannot be written in one place does not keep the rest from theirs: the call ends with that fault
 * after all else. Owns the interrupt too. Does not know what is run.
 */
import { stripVTControlCharacters } from 'node:util';
import pc from 'picocolors';
import { InputError } from '#fixtures/input/inputError.js';
import type { Paint } from '../report/paint.ts';
import { createProgress, type Progress, type ProgressStream } from '../report/progress.ts';
import { openRunFolder, type RunFolder } from '../report/runFolder.ts';
import { lockstepLine } from '../certify/commandLine.ts';
import { messageLines } from './failure.ts';
import type { CommonFlags } from './flags.ts';
import { randomSeed } from './values.ts';

/** What a command works with. */
export interface Session {
  readonly seed: number;
  /** The command line that does the same again, its seed included. */
  readonly again: string;
  /** Aborted by the first interrupt. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** `null` without `--out`. */
  readonly folder: RunFolder | null;
  readonly paint: Paint;
  /** Prints a line for people. */
  say(text: string): void;
  /** What `write` returns, or `null` where it throws an `InputError`: `finish` throws that one. */
  attempt<T>(write: () => T): T | null;
  /**
   * Ends the call: prints the result as the last line under `--json`, and keeps it. Then throws the
   * first `InputError` of what was attempted, if there was one.
   */
  finish(result: object, exitCode: number): Promise<number>;
}

/** The words of the command line after `lockstep`, and a stream for each kind of text. */
export interface Surroundings {
  readonly words: readonly string[];
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly signal: AbortSignal;
}

/** A stream as a session needs it. */
export interface TextStream extends ProgressStream {
  write(text: string, taken?: () => void): unknown;
}

/** What of its surroundings a session needs. */
export type SessionSurroundings = Pick<Surroundings, 'words' | 'signal'> &
  Readonly<Record<'stdout' | 'stderr', TextStream>>;

/** Opens a session. Throws `InputError` when the folder of `--out` cannot be used. */
export function openSession(flags: CommonFlags, surroundings: SessionSurroundings): Session {
  const { words, stdout, stderr, signal } = surroundings;
  const isJSON = flags.json === true;
  const people = isJSON ? stderr : stdout;
  const folder = flags.out === undefined ? null : openRunFolder(flags.out, lockstepLine(words));
  const progress = createProgress(stderr);
  const seed = flags.seed ?? randomSeed();
  // A pipe's `isTTY` is undefined, which `createColors` would take for "find out yourself".
  const paint = pc.createColors(people.isTTY === true ? pc.isColorSupported : false);
  const faults: InputError[] = [];
  const attempt = <T>(write: () => T): T | null => {
    try {
      return write();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      // At once, since a night may pass before the end; once, since a log fails line by line.
      if (!faults.some(({ message }) => message === error.message)) {
        progress.end();
        people.write(`error: ${messageLines(error.message)}\n`);
        faults.push(error);
      }
      return null;
    }
  };
  return {
    seed,
    again: lockstepLine([
      ...withoutOut(words),
      ...(flags.seed === undefined ? ['--seed', String(seed)] : []),
    ]),
    signal,
    progress,
    folder,
    paint,
    say: (text) => {
      progress.end();
      people.write(`${text}\n`);
      attempt(() => folder?.log(stripVTControlCharacters(text)));
    },
    attempt,
    finish: async (result, exitCode) => {
      progress.end();
      if (isJSON) await written(stdout, `${JSON.stringify(result)}\n`);
      attempt(() => folder?.keepResult({ arguments: words, seed, exitCode, result }));
      const [fault] = faults;
      if (fault !== undefined) throw fault;
      return exitCode;
    },
  };
}

/** A run's folder takes one run: the same call again must be given another, or none. */
function withoutOut(words: readonly string[]): readonly string[] {
  return words.filter(
    (word, i) => word !== '--out' && words[i - 1] !== '--out' && !word.startsWith('--out='),
  );
}

/** Writes a line of any length and waits until the stream has taken all of it. */
async function written(stream: TextStream, text: string): Promise<void> {
  await new Promise<void>((taken) => {
    stream.write(text, () => {
      taken();
    });
  });
}
