/**
 * `lockstep t8n`.
 *
 * Owns the way from flags to a transition, and that a fault ends as go-ethereum's does: one line on
 * stderr and its exit code.
 */
import { T8nError } from '../../t8n/t8nError.ts';
import { transition, type TransitionOptions } from '../../t8n/transition.ts';
import { settingsOf } from '../engineSettings.ts';
import { EXIT_OK } from '../exitCodes.ts';
import type { T8nFlags } from '../flags.ts';
import { withEngine } from '../openEngines.ts';
import type { Surroundings } from '../session.ts';

/** Runs one transition. Resolves with the exit code. */
export async function t8nCommand(
  { stdout, stderr }: Surroundings,
  name: string,
  flags: T8nFlags,
): Promise<number> {
  try {
    const options = optionsOf(flags);
    const order = { name, settings: settingsOf(flags, 0) };
    await withEngine(order, async (engine) => {
      await transition(options, { engine, stdin: process.stdin, stdout });
    });
    return EXIT_OK;
  } catch (error) {
    if (!(error instanceof T8nError)) throw error;
    stderr.write(`ERROR(${String(error.exitCode)}): ${error.message}\n`);
    return error.exitCode;
  }
}

function optionsOf(flags: T8nFlags): TransitionOptions {
  const fork = flags['state.fork'];
  return {
    inputs: {
      alloc: flags['input.alloc'],
      env: flags['input.env'],
      txs: flags['input.txs'],
    },
    outputs: {
      alloc: flags['output.alloc'],
      result: flags['output.result'],
      body: flags['output.body'],
      basedir: flags['output.basedir'],
    },
    fork,
    chainId: `0x${whole(flags['state.chainid'], '--state.chainid').toString(16)}`,
    reward:
      flags['state.reward'] === undefined ? null : whole(flags['state.reward'], '--state.reward'),
  };
}

function whole(text: string, flag: string): bigint {
  if (/^-?(\d+|0x[0-9a-f]+)$/i.test(text)) return BigInt(text);
  throw new T8nError('config', `${flag}: ${JSON.stringify(text)} is no whole number`);
}
