/**
 * The course that hints are tried on: blocks of one workload, executed in order.
 *
 * Owns the truth: what each transaction of the last block really read and wrote, and the state some
 * blocks before it. What the index learns, it learns elsewhere: from a block of another seed, on a
 * state of its own. Transactions run one by one on our executor; opening and closing calls of a
 * block concern no workload and are left out.
 */
import type { Block, Fork } from '#engine/api/index.js';
import { type BlockContext, blockContextOf } from '#engine/evm/blockContext.js';
import type { EVMCore } from '#engine/evm/core.js';
import { type DecodedTransaction, decodeTransaction } from '#engine/evm/decodedTransaction.js';
import { EthereumJSCore } from '#engine/evm/ethereumjsCore.js';
import { executeTransaction } from '#engine/evm/executor.js';
import { accessHints } from '#engine/hints/accessHints.js';
import type { BlockAccessList } from '#engine/hints/blockAccessList.js';
import type { Hints } from '#engine/hints/hint.js';
import { HintIndex } from '#engine/hints/hintIndex.js';
import { CommittedState } from '#engine/state/committedState.js';
import { type WorkloadName, buildWorkload } from '#generators/workloads/index.js';
import { buildWorkloadSequence } from '#generators/workloads/sequence.js';
import { BlockAccessListBuilder } from './blockAccesses.ts';

/** How long a chain, and of what. */
export interface CourseOptions {
  readonly workload: WorkloadName;
  /** In each block. */
  readonly txs: number;
  readonly seed: number;
  readonly fork: Fork;
  readonly signal: AbortSignal;
}

/** A transaction of the last block. */
export interface JudgedTransaction {
  readonly transaction: DecodedTransaction;
  /** What it really read and wrote. */
  readonly truth: Hints;
}

/** A chain that was run. */
export interface Course {
  readonly core: EVMCore;
  readonly block: BlockContext;
  readonly transactions: readonly JudgedTransaction[];
  /** Blocks between the state that hints are made on and the last block. */
  readonly staleness: number;
  /** The state before these blocks. */
  readonly reader: CommittedState;
  /** Of the last block. */
  readonly blockAccessList: BlockAccessList;
}

/** Seeds of courses are below this; learning takes the seed half-way round. */
const SEED_END = 2 ** 32;

/** Learns from one block of a workload. Throws the signal's reason when it is aborted. */
export async function learnIndex(options: CourseOptions): Promise<HintIndex> {
  const { workload, txs: transactions, fork, signal } = options;
  const seed = (options.seed + SEED_END / 2) % SEED_END;
  const { block, preState } = buildWorkload(workload, { transactions, seed, fork });
  const index = new HintIndex();
  await runBlock(block, new CommittedState(preState), ({ transaction, incarnation, context }) => {
    signal.throwIfAborted();
    index.learn(transaction, incarnation, context);
  });
  return index;
}

/** Runs so many blocks and one more. Throws the signal's reason when it is aborted. */
export async function runCourse(options: CourseOptions, staleness: number): Promise<Course> {
  const { workload, txs: transactions, seed, fork, signal } = options;
  const choice = { transactions, seed, fork };
  const { blocks, preState } = buildWorkloadSequence(workload, choice, staleness + 1);
  const state = new CommittedState(preState);
  const judged: JudgedTransaction[] = [];
  const accesses = new BlockAccessListBuilder();
  let last: { readonly core: EVMCore; readonly block: BlockContext } | null = null;
  for (const [place, block] of blocks.entries()) {
    last = await runBlock(block, state, ({ transaction, incarnation, at }) => {
      signal.throwIfAborted();
      if (place < staleness) return;
      accesses.add(at, incarnation, state);
      const truth = accessHints(incarnation, { source: 'simulation', grade: 'exact' });
      judged.push({ transaction, truth });
    });
  }
  if (last === null) throw new RangeError('a chain has blocks');
  const reader = new CommittedState(preState);
  return { ...last, transactions: judged, staleness, reader, blockAccessList: accesses.list() };
}

interface Ran {
  readonly transaction: DecodedTransaction;
  readonly incarnation: Awaited<ReturnType<typeof executeTransaction>>;
  /** TxIndex. */
  readonly at: number;
  readonly context: BlockContext;
}

/** Runs a block's transactions in order and applies what they write. */
async function runBlock(
  block: Block,
  state: CommittedState,
  onRun: (ran: Ran) => void,
): Promise<{ readonly core: EVMCore; readonly block: BlockContext }> {
  const context = blockContextOf(block);
  const core = new EthereumJSCore(context.fork, context.chainId);
  for (const [at, signed] of block.transactions.entries()) {
    const transaction = decodeTransaction(signed);
    const incarnation = await executeTransaction(transaction, state, { core, block: context });
    state.apply(incarnation.writes);
    onRun({ transaction, incarnation, at, context });
  }
  return { core, block: context };
}
