/**
 * A parallel engine: a scheduler over our memory, on threads or in simulation.
 *
 * Owns the composition, whichever the scheduler: opening calls, lanes, commit in index order, and
 * the way out of the parallel path, told in the stats: a block whose lanes are lost is run again
 * serially, whole.
 */
import type {
  Alloc,
  Block,
  Engine,
  EngineInfo,
  ExecuteOptions,
  ExecutionResult,
  HintChoice,
  Schedule,
  Stats,
  StoreStats,
} from '../api/index.ts';
import { blockGasMax } from '../evm/admission.ts';
import { type BlockContext, blockContextOf } from '../evm/blockContext.ts';
import type { EVMCore } from '../evm/core.ts';
import { CorePool } from '../evm/corePool.ts';
import { FORKS } from '../evm/forkRules.ts';
import { Ledger } from '../evm/ledger.ts';
import { type BlockMachine, runOpeningCalls } from '../evm/systemCalls.ts';
import type { EVMOutcome } from '../lanes/evmBody.ts';
import {
  type LaneBlock,
  type LaneBlockPlan,
  openLaneBlock,
  planLaneBlock,
} from '../lanes/laneBlock.ts';
import type { LaneRun, LaneRuntime } from '../lanes/runtime.ts';
import type { Defect } from '../primitives/defects.ts';
import { invariant } from '../primitives/invariant.ts';
import type { SchedulerCounts } from '../schedulers/contract.ts';
import type { SchedulerKind } from '../schedulers/kinds.ts';
import type { AsynchronousTuning } from '../schedulers/readyRows.ts';
import { pickerOf, randomSchedule, stepsSchedule } from '../simulation/schedules.ts';
import type { ExpectedAccess } from '../graph/dependencies.ts';
import { CommittedState } from '../state/committedState.ts';
import type { CachedBase, StoreHandle } from '../state/store/cachedBase.ts';
import type { StatePlace } from '../state/store/storedState.ts';
import type { BaseStore } from './baseStore.ts';
import { blockHints } from './blockHints.ts';
import { evidenceOf } from './evidence.ts';
import { executeInOrder } from './serialRun.ts';
import { serialStats } from './stats.ts';
import { reasonForOrder } from './worthLanes.ts';

/** What the engine is made of. */
export interface ParallelParts {
  /** As on the command line. */
  readonly name: string;
  readonly scheduler: SchedulerKind;
  /** Of `asynchronous`. Default: as usual. */
  readonly tuning?: AsynchronousTuning;
  /** What is told to the scheduler before it begins; `null` for one that does not plan. */
  readonly hints: HintChoice | null;
  readonly lanes: number;
  /** Incarnations a lane may keep waiting; 0 where they give up instead. */
  readonly fibres: number;
  /** What is wrong on purpose. */
  readonly defect: Defect | null;
  /** Where lanes run unless a schedule is asked for. */
  readonly runtime: LaneRuntime;
  /** Where lanes run by schedule. */
  readonly simulation: LaneRuntime;
  /** Decides the schedule of every block; `null` leaves it to the machine. */
  readonly seed: bigint | null;
  /** Blocks with fewer transactions that run code take the serial path. */
  readonly minParallel: number;
  /** Keeps the state before blocks on disk; `null` where it is in memory. */
  readonly store: BaseStore | null;
}

/** Executes blocks on several lanes at once. */
export class ParallelEngine implements Engine {
  readonly info: EngineInfo;
  readonly #parts: ParallelParts;
  readonly #cores = new CorePool();
  #isClosed = false;
  /** The block that has the store, or had it. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: ParallelParts) {
    this.#parts = parts;
    this.info = {
      name: parts.name,
      version: '0.1.0',
      capabilities: {
        forks: FORKS,
        policies: ['reject-block', 'skip'],
        parallel: true,
        accesses: true,
        schedules: true,
        plainSenders: true,
        ...(parts.minParallel > 2 && { parallelFrom: { transactions: parts.minParallel } }),
      },
    };
  }

  execute(block: Block, preState: Alloc, options: ExecuteOptions = {}): Promise<ExecutionResult> {
    if (this.#isClosed) {
      return Promise.reject(new Error('the engine is closed'));
    }
    const context = blockContextOf(block);
    const run = (): Promise<ExecutionResult> =>
      this.#cores.use(context, (core) =>
        new BlockRun({ parts: this.#parts, core, context, block, preState, options }).run(),
      );
    if (this.#parts.store === null) {
      return run();
    }
    const turn = this.#turn.then(run, run);
    this.#turn = turn;
    return turn;
  }

  /** Ends the threads once all that was asked for is done. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#cores.idle();
    await this.#parts.runtime.close();
    await this.#parts.store?.close();
  }
}

interface BlockRunParts {
  readonly parts: ParallelParts;
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
    const { block, preState, parts, options } = this.#all;
    options.signal?.throwIfAborted();
    const txCount = block.transactions.length;
    const schedule = this.#schedule();
    // A schedule that is asked for is run, however small the block.
    const minParallel = schedule === null ? parts.minParallel : 0;
    const reason = reasonForOrder(block, preState, minParallel);
    if (reason !== null) {
      return this.#serially(reason, null);
    }
    const machine = this.#machine();
    const opening = await runOpeningCalls(machine);
    const runtime = schedule === null ? parts.runtime : parts.simulation;
    const told =
      parts.hints === null
        ? null
        : await blockHints(parts.hints, {
            block,
            machine,
            make: (sources) => runtime.makeHints({ sources, block, preState, opening }),
          });
    const plan = this.#plan(txCount, told?.accesses ?? null);
    const ahead = this.#begin(machine.state, told?.places ?? []);
    const shared = openLaneBlock(plan, ahead.base);
    let run: LaneRun | null = null;
    let store: StoreStats | null = null;
    try {
      run = await runtime.run({
        ...this.#all,
        ...shared,
        ...ahead,
        plan,
        opening,
        picker: schedule === null ? null : pickerOf(schedule, txCount),
        signal: options.signal ?? null,
      });
    } finally {
      store = (await parts.store?.end(run?.kind !== 'done')) ?? null;
    }
    shared.arena.refresh();
    options.signal?.throwIfAborted();
    if (run.kind === 'lost') {
      return this.#serially(run.reason, { counts: shared.scheduler.counts, store });
    }
    return this.#commit(machine, shared, { ...run, store });
  }

  /** Where lanes read the state before the block, which begins to be read ahead. */
  #begin(
    state: CommittedState,
    places: readonly StatePlace[],
  ): { readonly base: CommittedState | CachedBase; readonly store: StoreHandle | null } {
    const { store: kept } = this.#all.parts;
    if (kept === null) {
      return { base: state, store: null };
    }
    const store = kept.begin(state);
    kept.preload(store, places);
    return { base: kept.base(store), store };
  }

  #plan(txCount: number, hints: readonly ExpectedAccess[] | null): LaneBlockPlan {
    const { context, options, parts } = this.#all;
    const { scheduler, lanes, fibres, defect, tuning } = parts;
    return planLaneBlock({
      scheduler,
      txCount,
      lanes,
      fibres,
      max: blockGasMax(context),
      policy: options.invalidTransactions ?? 'reject-block',
      hints,
      defect,
      ...(tuning === undefined ? {} : { tuning }),
    });
  }

  /** The steps that were asked for, if any. */
  #schedule(): Schedule | null {
    const { parts, options } = this.#all;
    return options.schedule ?? (parts.seed === null ? null : randomSchedule(parts.seed));
  }

  /** Runs the whole block, from its pre-state; `lost` is what lanes had done of it in vain. */
  async #serially(reason: string, lost: LostWork | null): Promise<ExecutionResult> {
    const { block, options, parts } = this.#all;
    const machine = this.#machine();
    const ledger = new Ledger(machine, block, options);
    await runOpeningCalls(machine);
    const executions = await executeInOrder({ machine, source: block, ledger, options });
    const stats = serialStats(reason, executions);
    return ledger.close({
      ...stats,
      ...(lost !== null && withLost(stats, lost)),
      minParallel: parts.minParallel,
    });
  }

  /** Enters what became final, and what ended the block if something did. */
  async #commit(machine: BlockMachine, shared: LaneBlock, run: DoneRun): Promise<ExecutionResult> {
    const { block, options } = this.#all;
    const { finalEnd } = shared.scheduler;
    const ledger = new Ledger(machine, block, options);
    for (const [index, final] of finalOutcomes(shared, run).entries()) {
      options.signal?.throwIfAborted();
      const reads = shared.memory.readsOf(index);
      const writes = shared.memory.writesOf(index);
      const entry = ledger.enter({ index, ...final, reads, writes });
      invariant(
        (entry.kind === 'block-rejected') === (index === finalEnd),
        'lanes and ledger admit the same transactions',
        { index, entry: entry.kind, finalEnd },
      );
    }
    return ledger.close(this.#stats(shared, run));
  }

  #stats(shared: LaneBlock, { trace, store }: DoneRun): Stats {
    const { lanes, minParallel } = this.#all.parts;
    return {
      path: { kind: 'parallel' },
      lanes,
      ...shared.scheduler.counts,
      ...evidenceOf(shared),
      ...(store !== null && { store }),
      barriers: 0,
      fallbacks: 0,
      minParallel,
      schedule: this.#schedule() ?? stepsSchedule(trace),
      traceDigest: shared.digest.text,
    };
  }

  #machine(): BlockMachine {
    const { core, context, preState } = this.#all;
    return { core, block: context, state: new CommittedState(preState) };
  }
}

/** What lanes that gave up had done. */
interface LostWork {
  readonly counts: SchedulerCounts;
  readonly store: StoreStats | null;
}

/** A serial run after lanes have tried. */
function withLost(serial: Stats, { counts, store }: LostWork): Partial<Stats> {
  return {
    ...counts,
    executions: serial.executions + counts.executions,
    executionsMax: serial.executionsMax + counts.executionsMax,
    fallbacks: 1,
    ...(store !== null && { store }),
  };
}

/** What lanes came to, and what was counted of their state on disk. */
type DoneRun = Extract<LaneRun, { kind: 'done' }> & { readonly store: StoreStats | null };

/** The outcomes of final incarnations by index, then that of the one that ends the block. */
function finalOutcomes({ scheduler }: LaneBlock, run: DoneRun): readonly EVMOutcome[] {
  const finals = new Map<number, EVMOutcome>();
  for (const { txIndex, incarnation, outcome } of run.outcomes) {
    if (scheduler.isCurrent(txIndex, incarnation)) {
      finals.set(txIndex, outcome);
    }
  }
  return Array.from({ length: scheduler.decidedEnd }, (_, txIndex) => {
    const outcome = finals.get(txIndex);
    invariant(outcome !== undefined, 'what is decided has an outcome', { txIndex });
    return outcome;
  });
}
