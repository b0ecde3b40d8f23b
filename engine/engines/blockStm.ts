/**
 * The engine `block-stm`: Block-STM over our memory, on threads or in simulation.
 *
 * Owns the composition: opening calls, lanes, commit in index order, and the two ways out of the
 * parallel path, both told in the stats. A block whose lanes are lost is run again serially, whole;
 * a transaction that is valid but finds no room in its block (policy `skip`) takes its writes back,
 * and since others may have read them, what follows runs serially.
 */
import type {
  Alloc,
  Block,
  Engine,
  EngineInfo,
  ExecuteOptions,
  ExecutionResult,
  Schedule,
  Stats,
} from '../api/index.ts';
import { type BlockContext, blockContextOf } from '../evm/blockContext.ts';
import type { EVMCore } from '../evm/core.ts';
import { CorePool } from '../evm/corePool.ts';
import { FORKS } from '../evm/forkRules.ts';
import { Ledger } from '../evm/ledger.ts';
import { type BlockMachine, runOpeningCalls } from '../evm/systemCalls.ts';
import type { EVMOutcome } from '../lanes/evmBody.ts';
import { type LaneBlock, openLaneBlock, planLaneBlock } from '../lanes/laneBlock.ts';
import type { LaneRun, LaneRuntime } from '../lanes/runtime.ts';
import { invariant } from '../primitives/invariant.ts';
import { pickerOf, randomSchedule, stepsSchedule } from '../simulation/schedules.ts';
import { CommittedState } from '../state/committedState.ts';
import { executeFrom } from './serialSuffix.ts';
import { serialStats } from './stats.ts';

/** What the engine is made of. */
export interface BlockSTMParts {
  readonly lanes: number;
  /** Where lanes run unless a schedule is asked for. */
  readonly runtime: LaneRuntime;
  /** Where lanes run by schedule. */
  readonly simulation: LaneRuntime;
  /** Decides the schedule of every block; `null` leaves it to the machine. */
  readonly seed: bigint | null;
  /** Blocks with fewer transactions take the serial path. */
  readonly minParallel: number;
}

/** Executes blocks on several lanes at once. */
export class BlockSTMEngine implements Engine {
  readonly info: EngineInfo = {
    name: 'block-stm',
    version: '0.1.0',
    capabilities: {
      forks: FORKS,
      policies: ['reject-block', 'skip'],
      parallel: true,
      accesses: true,
      schedules: true,
    },
  };
  readonly #parts: BlockSTMParts;
  readonly #cores = new CorePool();

  constructor(parts: BlockSTMParts) {
    this.#parts = parts;
  }

  execute(block: Block, preState: Alloc, options: ExecuteOptions = {}): Promise<ExecutionResult> {
    const context = blockContextOf(block);
    return this.#cores.use(context, (core) =>
      new BlockRun({ parts: this.#parts, core, context, block, preState, options }).run(),
    );
  }

  async close(): Promise<void> {
    await this.#parts.runtime.close();
  }
}

interface BlockRunParts {
  readonly parts: BlockSTMParts;
  readonly core: EVMCore;
  readonly context: BlockContext;
  readonly block: Block;
  readonly preState: Alloc;
  readonly options: ExecuteOptions;
}

/** One block. */
class BlockRun {
  readonly #all: BlockRunParts;

  constructor(all: BlockRunParts) {
    this.#all = all;
  }

  async run(): Promise<ExecutionResult> {
    const { block, parts } = this.#all;
    const txCount = block.transactions.length;
    if (txCount < Math.max(1, parts.minParallel)) {
      return this.#serially(`fewer than ${Math.max(1, parts.minParallel)} transactions`);
    }
    const machine = this.#machine();
    const opening = await runOpeningCalls(machine);
    const plan = planLaneBlock(txCount, parts.lanes);
    const shared = openLaneBlock(plan, machine.state);
    const schedule = this.#schedule();
    const run = await (schedule === null ? parts.runtime : parts.simulation).run({
      ...this.#all,
      ...shared,
      plan,
      opening,
      base: machine.state,
      picker: schedule === null ? null : pickerOf(schedule),
    });
    if (run.kind === 'lost') {
      return this.#serially(run.reason);
    }
    return this.#commit(machine, shared, run);
  }

  /** The steps that were asked for, if any. */
  #schedule(): Schedule | null {
    const { parts, options } = this.#all;
    return options.schedule ?? (parts.seed === null ? null : randomSchedule(parts.seed));
  }

  /** Runs the whole block again, from its pre-state. */
  async #serially(reason: string): Promise<ExecutionResult> {
    const { block, options } = this.#all;
    const machine = this.#machine();
    const ledger = new Ledger(machine, block, options);
    await runOpeningCalls(machine);
    const executions = await executeFrom(0, { machine, source: block, ledger, options });
    return ledger.close(serialStats(reason, executions));
  }

  async #commit(
    machine: BlockMachine,
    shared: LaneBlock,
    run: Extract<LaneRun, { kind: 'done' }>,
  ): Promise<ExecutionResult> {
    const { block, options } = this.#all;
    const ledger = new Ledger(machine, block, options);
    const finals = finalOutcomes(shared, run);
    let fallbacks = 0;
    let serialExecutions = 0;
    for (const [index, { transaction, outcome }] of finals.entries()) {
      options.signal?.throwIfAborted();
      const reads = shared.memory.readsOf(index);
      const writes = shared.memory.writesOf(index);
      const entry = ledger.enter({ index, transaction, outcome, reads, writes });
      if (entry.kind === 'block-rejected') {
        break;
      }
      if (entry.kind === 'skipped' && writes.length > 0 && index + 1 < finals.length) {
        fallbacks += 1;
        const parts = { machine, source: block, ledger, options };
        serialExecutions = await executeFrom(index + 1, parts);
        break;
      }
    }
    return ledger.close(this.#stats(shared, run, { fallbacks, serialExecutions }));
  }

  #stats(
    shared: LaneBlock,
    { trace }: Extract<LaneRun, { kind: 'done' }>,
    { fallbacks, serialExecutions }: { fallbacks: number; serialExecutions: number },
  ): Stats {
    const { executions, executionsMax, aborts } = shared.scheduler.counts;
    return {
      path: { kind: 'parallel' },
      lanes: this.#all.parts.lanes,
      executions: executions + serialExecutions,
      executionsMax: executionsMax + Math.min(serialExecutions, 1),
      aborts,
      suspensions: 0,
      barriers: 0,
      fallbacks,
      minParallel: this.#all.parts.minParallel,
      schedule: this.#schedule() ?? stepsSchedule(trace),
    };
  }

  #machine(): BlockMachine {
    const { core, context, preState } = this.#all;
    return { core, block: context, state: new CommittedState(preState) };
  }
}

/** The outcome of every transaction's final incarnation, by index. */
function finalOutcomes(
  { scheduler }: LaneBlock,
  run: Extract<LaneRun, { kind: 'done' }>,
): EVMOutcome[] {
  const finals: EVMOutcome[] = [];
  for (const { txIndex, incarnation, outcome } of run.outcomes) {
    if (scheduler.isCurrent(txIndex, incarnation)) {
      finals[txIndex] = outcome;
    }
  }
  invariant(
    finals.length === scheduler.finalEnd && Object.keys(finals).length === finals.length,
    'every final transaction has an outcome',
    { outcomes: Object.keys(finals).length, finalEnd: scheduler.finalEnd },
  );
  return finals;
}
