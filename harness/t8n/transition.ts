/**
 * One transition: a block from files to files.
 *
 * Owns the order of steps and which fault ends with which exit code. Executes nothing itself.
 */
import type { Readable, Writable } from 'node:stream';
import type { BlockInput, Engine, ExecutionResult, Fork, Quantity } from '#engine/api/index.js';
import { closest } from '../input/closest.ts';
import { describeThrown } from '../input/printable.ts';
import { Refusal } from '../input/refusal.ts';
import { FORKS } from '../input/vocabulary.ts';
import { type OutputPlaces, outputsOf, writeOutputs } from './outputs.ts';
import { type InputPlaces, type RawInputs, readInputs } from './readInputs.ts';
import { readTriple } from './readTriple.ts';
import { rewardOf } from './reward.ts';
import { T8nError } from './t8nError.ts';

/** What go-ethereum's flags say. */
export interface TransitionOptions {
  readonly inputs: InputPlaces;
  readonly outputs: OutputPlaces;
  readonly fork: string;
  readonly chainId: Quantity;
  /** For the miner, in wei; negative for none, `null` for what the fork pays. */
  readonly reward: bigint | null;
}

/** Where a transition runs. */
export interface Surroundings {
  readonly engine: Engine;
  readonly stdin: Readable;
  readonly stdout: Writable;
}

/** Runs it. Throws `T8nError`. */
export async function transition(
  { inputs, outputs, ...rules }: TransitionOptions,
  { engine, stdin, stdout }: Surroundings,
): Promise<void> {
  const fork = forkOf(rules);
  const raw = await readInputs(inputs, stdin);
  const input = understood(raw, fork, rules.chainId);
  const result = await executed(engine, input);
  if (result.status === 'rejected') {
    throw new T8nError('execution', `the block is invalid: ${result.rejection.reason}`);
  }
  await writeOutputs(await outputsOf(input.block, result), outputs, stdout);
}

const ALIASES: Readonly<Record<string, Fork>> = { Merge: 'Paris' };

function forkOf({ fork: name, reward }: Pick<TransitionOptions, 'fork' | 'reward'>): Fork {
  const fork = ALIASES[name] ?? FORKS.find((known) => known === name);
  if (fork === undefined) {
    const near = closest(name, FORKS);
    const hint = near === null ? `forks: ${FORKS.join(', ')}` : `did you mean ${near}?`;
    throw new T8nError('config', `unsupported fork ${JSON.stringify(name)}; ${hint}`);
  }
  const pays = rewardOf(fork) ?? 0n;
  if (reward === null || reward === pays || (reward < 0n && pays === 0n)) return fork;
  const words = `${fork} pays a reward of ${String(pays)} wei, not ${String(reward)}`;
  throw new T8nError('config', words);
}

function understood(raw: RawInputs, fork: Fork, chainId: Quantity): BlockInput {
  try {
    const { block, preState } = readTriple(raw, { fork, chainId });
    // A tool believes signatures alone.
    const transactions = block.transactions.map(({ sender: _said, ...signed }) => signed);
    return { block: { ...block, transactions }, preState };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new T8nError('json', `failed unmarshalling ${error.message}; ${error.remedy}`, {
      cause: error,
    });
  }
}

/** A tool leaves invalid transactions out. */
async function executed(engine: Engine, { block, preState }: BlockInput): Promise<ExecutionResult> {
  try {
    return await engine.execute(block, preState, { invalidTransactions: 'skip' });
  } catch (error) {
    throw new T8nError('execution', describeThrown(error), { cause: error });
  }
}
