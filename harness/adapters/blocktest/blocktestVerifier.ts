/**
 * A client's runner of official block tests, as a program.
 *
 * Owns how it is called and what counts as its word. Runners do not agree about exit codes: some
 * end with 0 whatever they find and print `"pass": false`. So a test has passed when the program
 * ended with 0 and nothing it printed says otherwise. No shell sees the command.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { blockchainTest } from '#fixtures/export/blockchainTest.js';
import { printable } from '../../input/printable.ts';
import { type CommandWords, commandWords } from '../stdio/commandWords.ts';
import { programVersion } from '../stdio/programVersion.ts';
import type { Verifier, Word } from '../verifier/verifier.ts';

const OUTPUT_BYTES_MAX = 16 * 1024 * 1024;
/** A call that takes longer has been given up by the harness long before. */
const CALL_MILLISECONDS_MAX = 3_600_000;
const WORDS_MAX = 400;

/** The runner behind a command, to which a file is added. Rejects where it cannot be started. */
export async function openBlocktest(command: string): Promise<Verifier> {
  const words = commandWords(command);
  return {
    name: `blocktest ${basename(words.program)}`,
    version: await programVersion(words.program),
    verify: async ({ child, block }, signal) => {
      const test = blockchainTest(child, block, 'one block');
      const outcome = await run(words, { block: test }, signal);
      // A test of a block that is to be refused passes where the block is found invalid.
      if (outcome.kind === 'passed') return block.refusal === null ? VALID : invalid(outcome);
      return block.refusal === null ? invalid(outcome) : VALID;
    },
  };
}

const VALID: Word = { kind: 'valid' };

function invalid(outcome: Outcome): Word {
  return { kind: 'invalid', words: outcome.kind === 'failed' ? outcome.words : '' };
}

/** How a test ended; `words` is the line that says so. */
type Outcome = { readonly kind: 'passed' } | { readonly kind: 'failed'; readonly words: string };

async function run(
  { program, words }: CommandWords,
  tests: object,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-blocktest-'));
  try {
    const file = join(folder, 'test.json');
    await writeFile(file, JSON.stringify(tests));
    return await call(program, [...words, file], signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function call(
  program: string,
  words: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  return await new Promise((resolve, reject) => {
    const limits = { maxBuffer: OUTPUT_BYTES_MAX, timeout: CALL_MILLISECONDS_MAX, signal };
    execFile(program, words, { ...limits, windowsHide: true }, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT') {
        reject(new Error(`there is no program ${printable(program)}`));
        return;
      }
      // Only an exit code of its own is a word about the test.
      if (error !== null && typeof error.code !== 'number') {
        reject(new Error(`the runner broke down: ${String(error.signal ?? error.code)}`));
        return;
      }
      const output = `${stdout}\n${stderr}`;
      const said = FAILED.exec(output)?.[0];
      if (error === null && said === undefined) resolve({ kind: 'passed' });
      else resolve({ kind: 'failed', words: wordsOf(output, said) });
    });
  });
}

/** go-ethereum and Nethermind, then revm. */
const FAILED = /"pass"\s*:\s*false|"status"\s*:\s*"failed"/;
const COMPLAINT = /error|fail|mismatch|invalid/i;

function wordsOf(output: string, said: string | undefined): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((one) => COMPLAINT.test(one) && one !== said) ?? lines.at(-1) ?? '';
  return printable(line.trim(), WORDS_MAX);
}
