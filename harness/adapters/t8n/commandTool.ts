/**
 * A transition tool that is a program.
 *
 * Owns the flags (go-ethereum's, which the others have taken over), the files and streams, and the
 * limits of one call. No shell sees the command.
 */
import { execFile, type ExecFileException } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { printable } from '../../input/printable.ts';
import { Unsupported } from '../../input/unsupported.ts';
import { type CommandWords, commandWords } from '../stdio/commandWords.ts';
import { programVersion } from '../stdio/programVersion.ts';
import {
  EXIT_EXECUTION,
  EXIT_INPUT,
  type T8nAnswer,
  type T8nInput,
  type T8nTool,
  readOutput,
} from './t8nTool.ts';

const OUTPUT_BYTES_MAX = 256 * 1024 * 1024;
/** A call that takes longer has been given up by the harness long before. */
const CALL_MILLISECONDS_MAX = 3_600_000;

/** How a program is fed. */
export type Feeding = 'stream' | 'files';

/** Opens the tool behind a command. Rejects where there is no such program. */
export async function openCommandTool(command: string, feeding: Feeding): Promise<T8nTool> {
  const words = commandWords(command);
  const run = feeding === 'stream' ? runOnStreams : runOnFiles;
  return {
    name: `t8n ${basename(words.program)}`,
    version: await programVersion(words.program),
    run: async (input) => await run(words, input),
  };
}

async function runOnStreams({ program, words }: CommandWords, input: T8nInput): Promise<T8nAnswer> {
  const { alloc, env, txs } = input;
  const places = ['--input.alloc=stdin', '--input.env=stdin', '--input.txs=stdin'];
  const outputs = ['--output.alloc=stdout', '--output.result=stdout'];
  const { error, stdout, stderr } = await call(
    program,
    [...words, ...places, ...outputs, ...stateFlags(input)],
    { input: JSON.stringify({ alloc, env, txs }) },
  );
  if (error !== null) return failure(error, stderr);
  return readOutput(stdout);
}

async function runOnFiles({ program, words }: CommandWords, input: T8nInput): Promise<T8nAnswer> {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-t8n-'));
  try {
    const places = [];
    for (const name of ['alloc', 'env', 'txs'] as const) {
      const file = join(folder, `${name}.json`);
      await writeFile(file, JSON.stringify(input[name]));
      places.push(`--input.${name}=${file}`);
    }
    const outputs = ['alloc', 'result'].map((name) => `--output.${name}=out-${name}.json`);
    const { error, stderr } = await call(
      program,
      [...words, ...places, `--output.basedir=${folder}`, ...outputs, ...stateFlags(input)],
      { input: '' },
    );
    if (error !== null) return failure(error, stderr);
    const [alloc, result] = await Promise.all(
      ['alloc', 'result'].map(async (name): Promise<unknown> => {
        const text = await readFile(join(folder, `out-${name}.json`), 'utf8');
        return JSON.parse(text);
      }),
    );
    return { kind: 'output', result, alloc };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** go-ethereum takes -1 for "no reward", at which the miner is not even touched. */
function stateFlags({ fork, chainId, reward }: T8nInput): readonly string[] {
  return [
    `--state.fork=${fork}`,
    `--state.chainid=${BigInt(chainId).toString()}`,
    `--state.reward=${(reward ?? -1n).toString()}`,
  ];
}

function failure(error: ExecFileException, stderr: string): T8nAnswer {
  const lines = stderr.trim().split('\n');
  const words = printable(lines.at(-1) ?? '', 400);
  if (error.code === EXIT_EXECUTION) return { kind: 'block-invalid', words };
  if (error.code === EXIT_INPUT) throw new Unsupported(`the tool cannot read it: ${words}`);
  throw new Error(`the tool ended with ${String(error.code ?? error.signal)}: ${words}`);
}

interface Called {
  readonly error: ExecFileException | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function call(
  program: string,
  words: readonly string[],
  { input }: { readonly input: string },
): Promise<Called> {
  return await new Promise((resolve) => {
    const child = execFile(
      program,
      words,
      { maxBuffer: OUTPUT_BYTES_MAX, timeout: CALL_MILLISECONDS_MAX, windowsHide: true },
      (error, stdout, stderr) => {
        resolve({ error, stdout, stderr });
      },
    );
    // A tool that ends before it has read everything says why by its exit code.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
