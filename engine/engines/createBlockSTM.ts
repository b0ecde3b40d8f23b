/**
 * The door to `block-stm`.
 *
 * Owns its defaults and the choice of runtime.
 */
import type { Engine } from '../api/index.ts';
import type { LaneRuntime } from '../lanes/runtime.ts';
import { SimulatedRuntime } from '../lanes/simulated/simulatedRuntime.ts';
import { ThreadRuntime } from '../lanes/threads/threadRuntime.ts';
import { invariant } from '../primitives/invariant.ts';
import { randomPicker } from '../simulation/pickers.ts';
import { BlockSTMEngine } from './blockStm.ts';

/** Where lanes run. */
export type RuntimeChoice =
  | { readonly kind: 'threads' }
  /** Virtual lanes in one thread; every block is scheduled by a random walk from this seed. */
  | { readonly kind: 'simulation'; readonly seed: bigint };

/** How to build the engine. */
export interface BlockSTMOptions {
  /** Default 2. */
  readonly lanes?: number;
  /** Default threads. */
  readonly runtime?: RuntimeChoice;
  /** Blocks with fewer transactions run serially, and say so. Default 0: none does. */
  readonly minParallel?: number;
}

/** Block-STM on our executor and memory. Close it: its threads live from block to block. */
export function createBlockSTMEngine(options: BlockSTMOptions = {}): Engine {
  const { lanes = 2, runtime = { kind: 'threads' }, minParallel = 0 } = options;
  invariant(Number.isInteger(lanes) && lanes > 0, 'an engine has lanes', { lanes });
  return new BlockSTMEngine({ lanes, runtime: runtimeOf(lanes, runtime), minParallel });
}

function runtimeOf(lanes: number, choice: RuntimeChoice): LaneRuntime {
  return choice.kind === 'threads'
    ? new ThreadRuntime(lanes)
    : new SimulatedRuntime(lanes, () => randomPicker(choice.seed));
}
