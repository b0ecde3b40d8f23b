/**
 * The engine `serial`: our executor in index order, on one lane.
 *
 * Serial truth at level 0. It is the plainest use of the executor: execute, admit, commit, next.
 * Every parallel engine must return what this one returns; this one must return what the oracle
 * does.
 */
import type {
  Alloc,
  Block,
  Engine,
  EngineInfo,
  ExecuteOptions,
  ExecutionResult,
  RejectedTransaction,
  Rejection,
  Stats,
  TransactionAccesses,
} from '../api/index.ts';
import { accessesOf } from '../evm/accesses.ts';
import { Admission } from '../evm/admission.ts';
import { blockContextOf } from '../evm/blockContext.ts';
import { closeBlock } from '../evm/closing.ts';
import { CorePool } from '../evm/corePool.ts';
import { decodeTransaction } from '../evm/decodedTransaction.ts';
import { executeTransaction } from '../evm/executor.ts';
import { FORKS } from '../evm/forkRules.ts';
import type { CommittedTransaction } from '../evm/receipts.ts';
import { type BlockMachine, runOpeningCalls } from '../evm/systemCalls.ts';
import { CommittedState } from '../state/committedState.ts';

const INFO: EngineInfo = {
  name: 'serial',
  version: '0.1.0',
  capabilities: {
    forks: FORKS,
    policies: ['reject-block', 'skip'],
    parallel: false,
    accesses: true,
  },
};

/** Executes blocks transaction by transaction, in index order. */
export function createSerialEngine(): Engine {
  return new SerialEngine();
}

class SerialEngine implements Engine {
  readonly info: EngineInfo = INFO;
  readonly #cores = new CorePool();

  async execute(
    block: Block,
    preState: Alloc,
    options: ExecuteOptions = {},
  ): Promise<ExecutionResult> {
    const context = blockContextOf(block);
    return this.#cores.use(context, async (core) => {
      const machine = { core, block: context, state: new CommittedState(preState) };
      return new SerialRun(machine, block, options).run();
    });
  }
}

/** What the transactions of a block came to. */
type Transactions =
  | { readonly kind: 'committed'; readonly transactions: readonly CommittedTransaction[] }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

/** One block from pre-state to result. */
class SerialRun {
  readonly #machine: BlockMachine;
  readonly #block: Block;
  readonly #options: ExecuteOptions;
  readonly #admission: Admission;
  readonly #rejected: RejectedTransaction[] = [];
  readonly #accesses: TransactionAccesses[] = [];
  #executions = 0;

  constructor(machine: BlockMachine, block: Block, options: ExecuteOptions) {
    this.#machine = machine;
    this.#block = block;
    this.#options = options;
    this.#admission = new Admission(machine.block);
  }

  async run(): Promise<ExecutionResult> {
    this.#options.signal?.throwIfAborted();
    await runOpeningCalls(this.#machine);
    const result = await this.#runTransactions();
    if (result.kind === 'rejected') {
      return this.#reject(result.rejection);
    }
    const { transactions } = result;
    const closing = await closeBlock(this.#machine, this.#block, {
      transactions,
      admission: this.#admission,
    });
    if (closing.kind === 'invalid') {
      return this.#reject({ kind: 'block', reason: closing.reason });
    }
    return {
      status: 'accepted',
      ...closing.block,
      rejected: this.#rejected,
      ...(this.#options.accesses === true ? { accesses: this.#accesses } : {}),
      stats: this.#stats(),
    };
  }

  async #runTransactions(): Promise<Transactions> {
    const committed: CommittedTransaction[] = [];
    const { state } = this.#machine;
    for (const [index, signed] of this.#block.transactions.entries()) {
      this.#options.signal?.throwIfAborted();
      const transaction = decodeTransaction(signed);
      const incarnation = await executeTransaction(transaction, state, this.#machine);
      this.#executions += 1;
      const verdict = this.#admission.decide(transaction, incarnation.outcome);
      if (verdict.isAdmitted) {
        state.apply(incarnation.writes);
        committed.push({ index, transaction, outcome: verdict.outcome });
        if (this.#options.accesses === true) {
          this.#accesses.push(accessesOf(index, incarnation));
        }
      } else if (this.#options.invalidTransactions === 'skip') {
        this.#rejected.push({ index, reason: verdict.reason });
      } else {
        const { reason } = verdict;
        return { kind: 'rejected', rejection: { kind: 'transaction', index, reason } };
      }
    }
    return { kind: 'committed', transactions: committed };
  }

  #reject(rejection: Rejection): ExecutionResult {
    return { status: 'rejected', rejection, stats: this.#stats() };
  }

  #stats(): Stats {
    return {
      path: { kind: 'serial', reason: 'the engine is serial by design' },
      lanes: 1,
      executions: this.#executions,
      executionsMax: Math.min(this.#executions, 1),
      aborts: 0,
      suspensions: 0,
      barriers: 0,
      fallbacks: 0,
    };
  }
}
