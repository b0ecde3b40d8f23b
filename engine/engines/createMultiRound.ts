/**
 * The door to `v1`, the multi-round engine.
 *
 * Owns its defaults and the choice of runtime.
 */
import type { Engine, HintChoice } from '../api/index.ts';
import { SimulatedRuntime } from '../lanes/simulated/simulatedRuntime.ts';
import { ThreadRuntime } from '../lanes/threads/threadRuntime.ts';
import type { Defect } from '../primitives/defects.ts';
import { invariant } from '../primitives/invariant.ts';
import { LANES_MAX } from '../simulation/schedules.ts';
import type { RuntimeChoice } from './createBlockSTM.ts';
import { BaseStore, type BaseStoreOptions } from './baseStore.ts';
import { ParallelEngine } from './parallelEngine.ts';

/** How to build the engine. */
export interface MultiRoundOptions {
  /** Default 2; at most 36. */
  readonly lanes?: number;
  /** Default threads. */
  readonly runtime?: RuntimeChoice;
  /**
   * Blocks with fewer transactions that run code go in order, and say so, unless a schedule is
   * asked for: lanes do not pay there.
   * Default 16 on threads and 0, which is none, in simulation.
   */
  readonly minParallel?: number;
  /**
   * What is known of transactions before they run; it is made within the block's own time. Default
   * `none` on threads, where making hints takes as long as they save, and `all` in simulation.
   */
  readonly hints?: HintChoice;
  /** Keeps the state before blocks on disk, behind a cache. Default: it is in memory. */
  readonly store?: BaseStoreOptions;
  /** Break the engine on purpose. Default: do not. */
  readonly saboteur?: Defect;
}

const MIN_PARALLEL_ON_THREADS = 16;

/** v1 on our executor and memory. Close it: its threads live from block to block. */
export function createMultiRoundEngine(options: MultiRoundOptions = {}): Engine {
  const { lanes = 2, runtime = { kind: 'threads' }, saboteur = null } = options;
  const { hints = runtime.kind === 'threads' ? 'none' : 'all' } = options;
  const minParallelDefault = runtime.kind === 'threads' ? MIN_PARALLEL_ON_THREADS : 0;
  invariant(Number.isInteger(lanes) && lanes > 0 && lanes <= LANES_MAX, 'an engine has lanes', {
    lanes,
  });
  const simulation = new SimulatedRuntime(lanes);
  return new ParallelEngine({
    name: 'v1',
    scheduler: 'multi-round',
    hints,
    lanes,
    fibres: 0,
    minParallel: options.minParallel ?? minParallelDefault,
    defect: saboteur,
    store: options.store === undefined ? null : new BaseStore(options.store),
    simulation,
    runtime: runtime.kind === 'threads' ? new ThreadRuntime(lanes) : simulation,
    seed: runtime.kind === 'threads' ? null : runtime.seed,
  });
}
