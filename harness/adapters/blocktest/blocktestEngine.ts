/**
 * An engine that is a client's runner of block tests: `blocktest:<command>`.
 *
 * Owns what its word means. The block is written as an official test with a true header and state;
 * a runner that lets it pass is taken to have said whatever it would have noticed. One that does
 * not says that the block is invalid, and one that lets a block pass that is to be refused refused
 * it.
 */
import type {
  AcceptedBlock,
  BlockInput,
  Engine,
  ExecutionResult,
  Fork,
} from '#engine/api/index.js';
import { blockchainTest } from '#fixtures/export/blockchainTest.js';
import { type ChildBlock, childBlock } from '#fixtures/export/childBlock.js';
import { Inexpressible } from '#fixtures/export/inexpressible.js';
import { type Execute, trueBlock } from '#fixtures/export/truth.js';
import { Unsupported } from '../../input/unsupported.ts';
import { FORKS, isFrom } from '../../input/vocabulary.ts';
import { createOracle } from '../oracle/index.ts';
import { openRunner, type Runner } from './runner.ts';
import { type Sight, sightOf } from './sight.ts';

/** Opens the runner behind a command. Rejects for one that accepts anything, or nothing. */
export async function openBlocktestEngine(command: string): Promise<Engine> {
  const runner = await openRunner(command);
  const sights = new Map<Fork, Promise<Sight>>();
  const sightUnder = async (fork: Fork): Promise<Sight> => {
    const sight = sights.get(fork) ?? sightOf(runner, execute, fork);
    sights.set(fork, sight);
    return await sight;
  };
  await sightUnder('Prague');
  return {
    info: {
      name: runner.name,
      version: runner.version,
      capabilities: {
        forks: FORKS.filter((fork) => isFrom(fork, 'Paris')),
        policies: ['reject-block'],
        parallel: false,
        accesses: false,
        expresses: true,
      },
    },
    express: async (input) => (await childOf(input)).input,
    execute: async (block, preState, { signal } = {}) => {
      const sight = await understood(block.fork, () => sightUnder(block.fork));
      return await judged({ runner, sight, signal }, { block, preState });
    },
  };
}

const oracle = createOracle();
const execute: Execute = async ({ block, preState }, invalidTransactions) =>
  await oracle.execute(block, preState, { invalidTransactions });

async function childOf(input: BlockInput): Promise<ChildBlock> {
  return await expressible(() => childBlock(input));
}

async function expressible<T>(make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof Inexpressible) throw new Unsupported(error.message, { cause: error });
    throw error;
  }
}

interface Sighted {
  readonly runner: Runner;
  readonly sight: Sight;
  readonly signal: AbortSignal | undefined;
}

/** A runner may know one fork and skip another; then its word about the other is none. */
async function understood(fork: Fork, look: () => Promise<Sight>): Promise<Sight> {
  try {
    return await look();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new Unsupported(`under ${fork} the runner is none: ${words}`, { cause: error });
  }
}

async function judged(
  { runner, sight, signal }: Sighted,
  input: BlockInput,
): Promise<ExecutionResult> {
  const said = (result: AcceptedBlock): ExecutionResult => ({ ...result, unstated: sight.unseen });
  const child = await childOf(input);
  const truth = await expressible(() => trueBlock(child, execute));
  if (truth.refusal !== null && !sight.seesRefusals) {
    throw new Unsupported('the runner does not look at blocks that are to be refused');
  }
  const word = await runner.run({ block: blockchainTest(child, truth, 'a block') }, signal);
  const { result } = truth;
  if (word.kind === 'passed') return result.status === 'accepted' ? said(result) : unsaid(result);
  if (result.status === 'accepted') {
    const rejection = { kind: 'block', reason: 'BlockException.SYSTEM_CONTRACT_EMPTY' } as const;
    return unsaid({ status: 'rejected', rejection, stats: result.stats });
  }
  // It takes what is to be refused; what it makes of it nobody knows.
  const taken = await execute(child.input, 'skip');
  if (taken.status === 'accepted') return said({ ...taken, rejected: [] });
  throw new Error('it accepts a block that is invalid as a whole');
}

function unsaid(result: Extract<ExecutionResult, { status: 'rejected' }>): ExecutionResult {
  return { ...result, unstated: ['rejection.reason'] };
}
