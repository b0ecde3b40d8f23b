/**
 * The engine `serial`: our executor in index order, on one lane.
 *
 * Serial truth at level 0. It is the plainest use of the executor: execute, commit, next. Every
 * parallel engine must return what this one returns; this one must return what the oracle does.
 */
import type {
  Alloc,
  Block,
  Engine,
  EngineInfo,
  ExecuteOptions,
  ExecutionResult,
} from '../api/index.ts';
import { blockContextOf } from '../evm/blockContext.ts';
import { CorePool } from '../evm/corePool.ts';
import { FORKS } from '../evm/forkRules.ts';
import { Ledger } from '../evm/ledger.ts';
import { runOpeningCalls } from '../evm/systemCalls.ts';
import { CommittedState } from '../state/committedState.ts';
import { executeInOrder } from './serialRun.ts';
import { serialStats } from './stats.ts';

const INFO: EngineInfo = {
  name: 'serial',
  version: '0.1.0',
  capabilities: {
    forks: FORKS,
    policies: ['reject-block', 'skip'],
    parallel: false,
    accesses: true,
    plainSenders: true,
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
      options.signal?.throwIfAborted();
      const machine = { core, block: context, state: new CommittedState(preState) };
      const ledger = new Ledger(machine, block, options);
      await runOpeningCalls(machine);
      const executions = await executeInOrder({ machine, source: block, ledger, options });
      return ledger.close(serialStats('the engine is serial by design', executions));
    });
  }
}
