/**
 * The corpus as single blocks, each with the state it runs on and what is true of it.
 *
 * Owns the walk along the blocks of a case: a block runs on the post-state of the last accepted one
 * before it. Truth is what the engine given says; whether that is right, the equivalence laws ask.
 */
import type {
  Alloc,
  Block,
  Engine,
  ExecutionResult,
  Fork,
  InvalidTransactionPolicy,
} from '#engine/api/index.js';
import { createSerialEngine } from '#engine/index.js';
import { type CorpusBlock, type CorpusCase, corpus } from '#fixtures/corpus/index.js';

/** One block, ready to be executed. */
export interface Trial {
  /** Case, fork and position, as the tests of the equivalence law are named. */
  readonly name: string;
  readonly fork: Fork;
  readonly block: Block;
  readonly preState: Alloc;
  readonly policy: InvalidTransactionPolicy;
  /** What serial execution returned. */
  readonly truth: ExecutionResult;
}

/** One fork of each age: the oldest, the last one before EIP-6780, today's. */
export const AGES: readonly Fork[] = ['Berlin', 'Shanghai', 'Osaka'];

/** Walks along a case; `truth` executes each block once. */
export async function* trialsOf(
  { id, fork, policy, preState, blocks }: CorpusCase,
  truth: Engine,
): AsyncGenerator<Trial & { readonly stated: CorpusBlock }, void, undefined> {
  let state = preState;
  for (const [position, stated] of blocks.entries()) {
    const { block } = stated;
    const result = await truth.execute(block, state, { invalidTransactions: policy });
    const place = blocks.length === 1 ? '' : `, block ${position}`;
    const name = `${id} under ${fork}${place}`;
    yield { name, fork, block, preState: state, policy, truth: result, stated };
    if (result.status === 'accepted') state = result.postState;
  }
}

/** Every block of the corpus under the given forks, in order; truth is `serial`'s. */
export async function allTrials(forks: readonly Fork[]): Promise<readonly Trial[]> {
  const truth = createSerialEngine();
  const trials: Trial[] = [];
  for (const fork of forks) {
    for (const corpusCase of corpus(fork)) {
      for await (const trial of trialsOf(corpusCase, truth)) trials.push(trial);
    }
  }
  return trials;
}

/** Puts a trial to an engine under the policy that the case is stated for. */
export function execute(engine: Engine, trial: Trial): Promise<ExecutionResult> {
  const { block, preState, policy } = trial;
  return engine.execute(block, preState, { invalidTransactions: policy });
}
