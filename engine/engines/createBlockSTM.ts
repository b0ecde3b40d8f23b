/**
 * The door to `block-stm`.
 *
 * Owns its defaults and the choice of runtime.
 */
import type { Engine } from '../api/index.ts';
import { SimulatedRuntime } from '../lanes/simulated/simulatedRuntime.ts';
import { ThreadRuntime } from '../lanes/threads/threadRuntime.ts';
import type { Defect } from '../primitives/defects.ts';
import { invariant } from '../primitives/invariant.ts';
import { LANES_MAX } from '../simulation/schedules.ts';
import { BlockSTMEngine } from './blockStm.ts';

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
  /** Blocks with fewer transactions run serially, and say so. Default 0: none does. */
  readonly minParallel?: number;
  /** What an incarnation does that meets an unready read. Default `abort`. */
  readonly onEstimate?: 'abort' | 'suspend';
  /** Break the engine on purpose. Default: do not. */
  readonly saboteur?: Defect;
}

/** Block-STM on our executor and memory. Close it: its threads live from block to block. */
export function createBlockSTMEngine(options: BlockSTMOptions = {}): Engine {
  const { lanes = 2, runtime = { kind: 'threads' }, minParallel = 0 } = options;
  invariant(Number.isInteger(lanes) && lanes > 0 && lanes <= LANES_MAX, 'an engine has lanes', {
    lanes,
  });
  const simulation = new SimulatedRuntime(lanes);
  return new BlockSTMEngine({
    lanes,
    minParallel,
    simulation,
    runtime: runtime.kind === 'threads' ? new ThreadRuntime(lanes) : simulation,
    seed: runtime.kind === 'threads' ? null : runtime.seed,
  });
}
