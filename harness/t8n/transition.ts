/**
 * One transition: a block from files to files.
 *
 * Owns the order of steps and which fault ends with which exit code. Executes nothing itself.
 */
import type { Readable, Writable } from 'node:stream';
import type {
  AcceptedBlock,
  BlockInput,
  Engine,
  ExecutionResult,
  Fork,
  Quantity,
} from '#engine/api/index.js';
import { describeThrown } from '../input/printable.ts';
import { Refusal } from '../input/refusal.ts';
import { type Dialect, readDialect } from './dialect.ts';
import { makeFolder, type OutputPlaces, outputsOf, writeOutputs } from './outputs.ts';
import { type InputPlaces, type RawInputs, readInputs } from './readInputs.ts';
import { readTriple } from './readTriple.ts';
import { rewardOf } from './reward.ts';
import { rulesetOf } from './ruleset.ts';
import { isPaidByEngines, settleReward, withoutOmmers } from './settleReward.ts';
import { T8nError } from './t8nError.ts';

/** What go-ethereum's flags say. */
export interface TransitionOptions {
  readonly inputs: InputPlaces;
  readonly outputs: OutputPlaces;
  readonly fork: string;
  readonly chainId: Quantity;
  /** For the beneficiary, in wei; below 0 for none, at which it is not touched either. */
  readonly reward: bigint;
}

/** Where a transition runs. */
export interface Surroundings {
  readonly engine: Engine;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** Runs it. Throws `T8nError`. */
export async function transition(
  { inputs, outputs, reward, ...rest }: TransitionOptions,
  { engine, ...streams }: Surroundings,
): Promise<void> {
  await makeFolder(outputs.basedir);
  const rules = rulesetOf(rest.fork);
  refuseReward(rules.fork, reward);
  const raw = await readInputs(inputs, streams.stdin);
  const input = understood(raw, { rules, chainId: rest.chainId });
  const accepted = await rewarded(engine, input, reward);
  await writeOutputs(await outputsOf(input.block, accepted), outputs, streams);
}

/** From Paris there is no block with a reward. */
function refuseReward(fork: Fork, reward: bigint): void {
  if (reward <= 0n || rewardOf(fork) !== null) return;
  throw new T8nError('config', `${fork} pays no reward, and ${String(reward)} wei are asked for`);
}

function understood(raw: RawInputs, dialect: Dialect): BlockInput {
  try {
    const { block, preState } = readTriple(readDialect(raw, dialect), {
      fork: dialect.rules.fork,
      chainId: dialect.chainId,
    });
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

async function rewarded(engine: Engine, input: BlockInput, reward: bigint): Promise<AcceptedBlock> {
  if (isPaidByEngines(input, reward)) return await executed(engine, input);
  const unpaid = await executed(engine, withoutOmmers(input));
  return await settleReward(unpaid, input, reward);
}

/** The engine's words for a hash that BLOCKHASH asks for in vain. */
const NO_BLOCK_HASH = 'env.blockHashes has no block';

/** A tool leaves invalid transactions out. */
async function executed(engine: Engine, { block, preState }: BlockInput): Promise<AcceptedBlock> {
  let result: ExecutionResult;
  try {
    result = await engine.execute(block, preState, { invalidTransactions: 'skip' });
  } catch (error) {
    const words = describeThrown(error);
    const kind = words.includes(NO_BLOCK_HASH) ? 'blockHash' : 'execution';
    throw new T8nError(kind, words, { cause: error });
  }
  if (result.status === 'accepted') return result;
  throw new T8nError('execution', `the block is invalid: ${result.rejection.reason}`);
}
