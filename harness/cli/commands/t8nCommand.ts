/**
 * `lockstep t8n`.
 *
 * Owns the way from flags to a transition. How a fault ends is in `failure.ts`.
 */
import type { Quantity } from '#engine/api/index.js';
import { T8nError } from '../../t8n/t8nError.ts';
import { transition, type TransitionOptions } from '../../t8n/transition.ts';
import { settingsOf } from '../engineSettings.ts';
import { EXIT_OK } from '../exitCodes.ts';
import type { T8nFlags } from '../flags.ts';
import { withEngine } from '../openEngines.ts';
import type { Surroundings } from '../session.ts';

/** Runs one transition. Resolves with the exit code. Throws `T8nError`. */
export async function t8nCommand(
  { stdout, stderr }: Surroundings,
  name: string,
  flags: T8nFlags,
): Promise<number> {
  const options = optionsOf(flags);
  const order = { name, settings: settingsOf(flags, 0) };
  await withEngine(order, async (engine) => {
    await transition(options, { engine, stdin: process.stdin, stdout, stderr });
  });
  return EXIT_OK;
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
    chainId: chainIdOf(flags['state.chainid']),
    reward: whole(flags['state.reward'], '--state.reward'),
  };
}

/** go-ethereum panics for less than 1. */
function chainIdOf(text: string): Quantity {
  const chainId = whole(text, '--state.chainid');
  if (chainId > 0n) return `0x${chainId.toString(16)}`;
  throw new T8nError('config', `--state.chainid: ${text} is the id of no chain; the least is 1`);
}

function whole(text: string, flag: string): bigint {
  const [, sign, digits] = /^(-?)(\d+|0x[0-9a-f]+)$/i.exec(text) ?? [];
  if (digits !== undefined) return sign === '-' ? -BigInt(digits) : BigInt(digits);
  throw new T8nError('usage', `${flag}: ${JSON.stringify(text)} is no whole number`);
}
