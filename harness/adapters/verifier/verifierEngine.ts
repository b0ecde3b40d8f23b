/**
 * An engine that is a client which only says whether a block is valid.
 *
 * Owns what its word means. The block is shown with a true header; a client that takes it for valid
 * has said whatever it would have noticed. One that takes it for invalid refuses it, and one that
 * takes for valid what is to be refused accepts it.
 */
import type {
  AcceptedBlock,
  BlockInput,
  Engine,
  ExecutionResult,
  Fork,
  Rejection,
} from '#engine/api/index.js';
import { type ChildBlock, childBlock } from '#fixtures/export/childBlock.js';
import { Inexpressible } from '#fixtures/export/inexpressible.js';
import { type Execute, trueBlock } from '#fixtures/export/truth.js';
import { Unsupported } from '../../input/unsupported.ts';
import { FORKS, isFrom } from '../../input/vocabulary.ts';
import { type ClientName, clientOfVersion, meaningOf } from '../clientWords/clientWords.ts';
import { createOracle } from '../oracle/index.ts';
import { type Sight, sightOf } from './sight.ts';
import type { Verifier } from './verifier.ts';

/** Makes an engine of a client. Rejects for one that takes anything, or nothing, for valid. */
export async function openVerifierEngine(verifier: Verifier): Promise<Engine> {
  const sights = new Map<Fork, Promise<Sight>>();
  const sightUnder = async (fork: Fork): Promise<Sight> => {
    const sight = sights.get(fork) ?? sightOf(verifier, execute, fork);
    sights.set(fork, sight);
    return await sight;
  };
  await sightUnder('Prague');
  return {
    info: {
      name: verifier.name,
      version: verifier.version,
      capabilities: {
        forks: FORKS.filter((fork) => isFrom(fork, 'Paris')),
        policies: ['reject-block'],
        parallel: false,
        accesses: false,
        expresses: true,
      },
    },
    close: async () => {
      await verifier.close?.();
    },
    express: async (input) => (await childOf(input)).input,
    execute: async (block, preState, { signal } = {}) => {
      const sight = await understood(block.fork, () => sightUnder(block.fork));
      return await judged({ verifier, sight, signal }, { block, preState });
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
  readonly verifier: Verifier;
  readonly sight: Sight;
  readonly signal: AbortSignal | undefined;
}

/** A client may know one fork and skip another; then its word about the other is none. */
async function understood(fork: Fork, look: () => Promise<Sight>): Promise<Sight> {
  try {
    return await look();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new Unsupported(`under ${fork} its word is none: ${words}`, { cause: error });
  }
}

async function judged(
  { verifier, sight, signal }: Sighted,
  input: BlockInput,
): Promise<ExecutionResult> {
  const said = (result: AcceptedBlock): ExecutionResult => ({ ...result, unstated: sight.unseen });
  const child = await childOf(input);
  const truth = await expressible(() => trueBlock(child, execute));
  if (truth.refusal !== null && !sight.seesRefusals) {
    throw new Unsupported('it does not look at blocks that are to be refused');
  }
  const word = await verifier.verify({ child, block: truth }, signal);
  const { result } = truth;
  if (word.kind === 'valid') {
    if (result.status === 'accepted') return said(result);
    // It takes what is to be refused; what it makes of it nobody knows.
    const taken = await execute(child.input, 'skip');
    if (taken.status === 'accepted') return said({ ...taken, rejected: [] });
    throw new Error('it accepts a block that is invalid as a whole');
  }
  if (result.status === 'rejected') {
    const rejection = rejectionIn(word.words, result.rejection, clientOfVersion(verifier.version));
    return rejection === null ? unsaid(result) : { ...result, rejection };
  }
  // The certificate has no place for its words, and whoever looks for the cause needs them.
  process.stderr.write(
    `${verifier.name} refuses a valid block: ${word.words || 'without a word'}\n`,
  );
  const rejection = { kind: 'block', reason: 'BlockException.SYSTEM_CONTRACT_EMPTY' } as const;
  return unsaid({ status: 'rejected', rejection, stats: result.stats });
}

/** What the words say, where they stand for one reason; `null` where they do not. */
function rejectionIn(words: string, truth: Rejection, client: ClientName | null): Rejection | null {
  if (client === null) return null;
  const { index, transaction, block } = meaningOf(client, words);
  const [reason] = transaction;
  const [blockReason] = block;
  if (transaction.length + block.length !== 1) return null;
  if (blockReason !== undefined) return { kind: 'block', reason: blockReason };
  if (reason === undefined) return null;
  // Where the words do not say which transaction it is, they do not contradict.
  const indexOfTruth = truth.kind === 'transaction' ? truth.index : 0;
  return { kind: 'transaction', index: index ?? indexOfTruth, reason };
}

function unsaid(result: Extract<ExecutionResult, { status: 'rejected' }>): ExecutionResult {
  return { ...result, unstated: ['rejection.reason'] };
}
