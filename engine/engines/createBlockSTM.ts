/**
 * The door to `block-stm`.
 *
 * Owns its defaults and the choice of runtime.
 */
import type { Engine, OnEstimate } from '../api/index.ts';
import { SimulatedRuntime } from '../lanes/simulated/simulatedRuntime.ts';
import { ThreadRuntime } from '../lanes/threads/threadRuntime.ts';
import type { Defect } from '../primitives/defects.ts';
import { invariant } from '../primitives/invariant.ts';
import { fibresOf } from '../schedulers/fibreSlots.ts';
import { LANES_MAX } from '../simulation/schedules.ts';
import { BaseStore, type BaseStoreOptions } from './baseStore.ts';
import { ParallelEngine } from './parallelEngine.ts';

/** Where lanes run. */
export type RuntimeChoice =
  | { readonly kind: 'threads' }
  /** Virtual lanes in one thread; every block is scheduled by a random walk from this seed. */
  | { readonly kind: 'simulation'; readonly seed: bigint };

/** How to build the engine. */
export interface BlockSTMOptions {
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
   * What an incarnation does that meets an unready read: give up and start again, as in the paper,
   * or wait alive for the writer of a slot or code (of other fields it gives up all the same).
   * Default `abort`.
   */
  readonly onEstimate?: OnEstimate;
  /** Keeps the state before blocks on disk, behind a cache. Default: it is in memory. */
  readonly store?: BaseStoreOptions;
  /** Break the engine on purpose. Default: do not. */
  readonly saboteur?: Defect;
}

/**
 * Where two threads begin to pay. Two lanes over serial, by transactions in a block, two cores:
 * trades 0.79 at 8, 0.97 at 16, 1.16 at 32; hash loops 1.2 at 2; plain payments below 1 throughout.
 */
const MIN_PARALLEL_ON_THREADS = 16;

/** Block-STM on our executor and memory. Close it: its threads live from block to block. */
export function createBlockSTMEngine(options: BlockSTMOptions = {}): Engine {
  const { lanes = 2, runtime = { kind: 'threads' }, onEstimate = 'abort', saboteur } = options;
  const minParallelDefault = runtime.kind === 'threads' ? MIN_PARALLEL_ON_THREADS : 0;
  invariant(Number.isInteger(lanes) && lanes > 0 && lanes <= LANES_MAX, 'an engine has lanes', {
    lanes,
  });
  const simulation = new SimulatedRuntime(lanes);
  return new ParallelEngine({
    name: 'block-stm',
    scheduler: 'block-stm',
    hints: null,
    lanes,
    fibres: fibresOf(onEstimate),
    minParallel: options.minParallel ?? minParallelDefault,
    defect: saboteur ?? null,
    store: options.store === undefined ? null : new BaseStore(options.store),
    simulation,
    runtime: runtime.kind === 'threads' ? new ThreadRuntime(lanes) : simulation,
    seed: runtime.kind === 'threads' ? null : runtime.seed,
  });
}
