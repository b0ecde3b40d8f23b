/**
 * A block in virtual time: the door for whoever wants rows.
 *
 * Owns the composition: the scenario with its gas gauge, the true incarnations and their bounds,
 * then row after row on one read trie, so that a body runs once for each thing it may read. Every
 * row commits what its lanes came to and compares the roots with serial execution's.
 */
import type {
  Alloc,
  Block,
  CostModel,
  ExecutionResult,
  HintChoice,
  OnEstimate,
  PricedKind,
  VirtualRow,
} from '../api/index.ts';
import { type CriticalPaths, criticalPaths, durationOf } from '../graph/bounds.ts';
import type { ExpectedAccess } from '../graph/dependencies.ts';
import type { BodyResult } from '../lanes/body.ts';
import type { EVMOutcome } from '../lanes/evmBody.ts';
import type { Defect } from '../primitives/defects.ts';
import { invariant } from '../primitives/invariant.ts';
import { Stage, type StageOptions } from '../simulation/stage.ts';
import type { ReadTrie } from '../simulation/trie/readTrie.ts';
import { WARM_COSTS } from '../simulation/virtualTime/costModel.ts';
import { Prices } from '../simulation/virtualTime/prices.ts';
import type { AsynchronousTuning } from '../schedulers/readyRows.ts';
import type { VirtualEngineName } from '../simulation/virtualEngineNames.ts';
import {
  type TrueIncarnation,
  coldTime,
  tracesOf,
  trueIncarnations,
} from '../simulation/virtualTime/trueTraces.ts';
import { figuresOf } from '../simulation/virtualTime/virtualFigures.ts';
import { runInVirtualTime } from '../simulation/virtualTime/virtualRun.ts';
import { evidenceOf } from './evidence.ts';
import { type EVMScenario, evmScenario } from './evmScenario.ts';
import { VIRTUAL_ENGINES, type VirtualSetting } from './virtualEngines.ts';

/** A block to run in virtual time. */
export interface VirtualBlock {
  /** Named in rows. */
  readonly workload: string;
  readonly block: Block;
  readonly preState: Alloc;
  /** Of each transaction. */
  readonly kinds: readonly PricedKind[];
  /** Whether every write of a transaction depends on every read of it: no luck is possible. */
  readonly isStrict: boolean;
  /** What the first read of a place takes beside a read, in microseconds. Default 0. */
  readonly coldRead?: number;
}

/** What decides a row. */
export interface VirtualRowOrder {
  readonly engine: VirtualEngineName;
  /** From 1. */
  readonly lanes: number;
  readonly onEstimate: OnEstimate;
  /** What an engine that plans is told. Default: nothing. */
  readonly hints?: HintChoice;
  /** Of v2. Default: as usual. */
  readonly tuning?: AsynchronousTuning;
  /** What is wrong on purpose. Default: nothing. */
  readonly saboteur?: Defect | null;
  /** Called now and then, with how many transactions are final; may reject to end the row. */
  readonly pause?: (finalEnd: number) => Promise<void>;
}

/** Prices with this price of a cold read, in microseconds. */
export function costModelWith(coldRead: number): CostModel {
  return { ...WARM_COSTS, coldRead };
}

/** One block, ready for rows. */
export class VirtualTime {
  readonly #source: VirtualBlock;
  readonly #scenario: EVMScenario;
  readonly #trie: ReadTrie<EVMOutcome>;
  readonly #prices: Prices;
  readonly #work: number;
  readonly #paths: CriticalPaths;
  readonly #told = new Map<HintChoice, readonly ExpectedAccess[]>();

  private constructor(
    source: VirtualBlock,
    scenario: EVMScenario,
    truth: { readonly trie: ReadTrie<EVMOutcome>; readonly made: readonly TrueIncarnation[] },
  ) {
    const { kinds, coldRead = 0 } = source;
    const { made } = truth;
    const transactions = made.map(({ gas }, txIndex) => {
      const kind = kinds[txIndex];
      invariant(kind !== undefined, 'every transaction has a kind', { txIndex });
      return { kind, gas };
    });
    this.#source = source;
    this.#scenario = scenario;
    this.#trie = truth.trie;
    this.#prices = new Prices(costModelWith(coldRead), transactions);
    const traces = tracesOf(made, this.#prices);
    this.#work = traces.reduce(
      (sum, trace) => sum + durationOf(trace),
      coldTime(made, this.#prices),
    );
    this.#paths = criticalPaths(traces, scenario.base);
  }

  /** Executes the block once in order, and once on one virtual lane. */
  static async open(source: VirtualBlock): Promise<VirtualTime> {
    const scenario = await evmScenario(source.block, source.preState, { isMetered: true });
    const options = stageOptionsFor('block-stm', { lanes: 1, onEstimate: 'abort', saboteur: null });
    const stage = await Stage.open(scenario, options);
    const made = await trueIncarnations(stage);
    return new VirtualTime(source, scenario, { trie: stage.trie, made });
  }

  /**
   * Runs the block once, with all checks of simulation. The same order gives the same row. Rejects
   * with `ScheduleFailure` or what else a broken engine throws, and with what `pause` rejects with.
   */
  async row(order: VirtualRowOrder): Promise<VirtualRow> {
    const { engine, lanes, onEstimate, hints = 'none', saboteur = null, tuning, pause } = order;
    const options = stageOptionsFor(engine, { lanes, onEstimate, saboteur });
    const told = {
      ...options,
      hints: await this.#tell(hints),
      ...(tuning === undefined ? {} : { tuning }),
    };
    const stage = await Stage.open(this.#scenario, told, this.#trie);
    const sheet = await runInVirtualTime({
      stage,
      prices: this.#prices,
      ...(pause === undefined ? {} : { pause }),
    });
    const limits = { work: this.#work, paths: this.#paths, isStrict: this.#source.isStrict };
    const { counts } = stage.block.scheduler;
    return {
      engine,
      workload: this.#source.workload,
      hints,
      onEstimate,
      ...figuresOf(limits, { sheet, counts, lanes, bytes: stage.bytes }),
      ...evidenceOf(stage.block),
      rootEqual: await this.#isTrue(stage),
    };
  }

  /** Hints are the same for every row: they are made once. */
  async #tell(choice: HintChoice): Promise<readonly ExpectedAccess[]> {
    const told = this.#told.get(choice) ?? (await this.#scenario.told(choice));
    this.#told.set(choice, told);
    return told;
  }

  /** Commits what the lanes came to. */
  async #isTrue(stage: Stage<EVMOutcome>): Promise<boolean> {
    const { memory } = stage.block;
    const finals = stage.truth.map((_, txIndex): BodyResult<EVMOutcome> => {
      const leaf = stage.lanes.leafOf(txIndex);
      invariant(leaf !== null, 'what is final was published', { txIndex });
      return {
        reads: memory.readsOf(txIndex),
        writes: memory.writesOf(txIndex),
        demand: leaf.input.demand,
        outcome: leaf.outcome,
      };
    });
    return haveEqualRoots(await this.#scenario.commit(finals), this.#scenario.serialResult);
  }
}

/** A schedule in virtual time is run once: nothing is copied. */
function stageOptionsFor(engine: VirtualEngineName, setting: VirtualSetting): StageOptions {
  return { ...VIRTUAL_ENGINES[engine].stageOptions(setting), isCopied: false };
}

function haveEqualRoots(result: ExecutionResult, truth: ExecutionResult): boolean {
  return (
    result.status === 'accepted' &&
    truth.status === 'accepted' &&
    result.stateRoot === truth.stateRoot &&
    result.receiptsRoot === truth.receiptsRoot
  );
}
