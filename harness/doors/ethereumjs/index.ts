/**
 * `lockstep-evm/ethereumjs`: `runBlock` of `@ethereumjs/vm`, in parallel.
 *
 * Owns the engine behind it. Same arguments, same result, same state afterwards; what an engine
 * cannot be given runs on the stock code, and so does every block that is invalid.
 */
import type { RunBlockOpts, RunBlockResult, VM } from '@ethereumjs/vm';
import { createEngine, type EngineOptions } from '#engine/index.js';
import { type Ran, runBlockOn } from './runBlock.ts';

export type { Ran };

/** How to build one. */
export interface ParallelRunBlockOptions {
  /** Default `v2` on two threads. */
  readonly engine?: EngineOptions;
  /** Hears who ran each block. */
  readonly onRan?: (ran: Ran) => void;
}

/** Runs blocks; close it when no more are to come, since its lanes are threads. */
export interface ParallelRunBlock {
  (vm: VM, opts: RunBlockOpts): Promise<RunBlockResult>;
  close(): Promise<void>;
}

/**
 * A `runBlock` with an engine of its own.
 *
 * The result is that of `runBlock` of `@ethereumjs/vm`, and so is the state of the VM afterwards.
 * Of `results[n].execResult` it has gas, returned bytes, exception and logs, not the interpreter's
 * run state and sets of accounts. Rejects as the stock run does.
 *
 * @example
 * const runBlock = createRunBlock({ engine: { scheduler: 'v2', lanes: 4 } });
 * const { receipts, stateRoot } = await runBlock(vm, { block });
 * await runBlock.close();
 */
export function createRunBlock({
  engine: engineOptions,
  onRan = () => undefined,
}: ParallelRunBlockOptions = {}): ParallelRunBlock {
  const engine = createEngine(engineOptions);
  const run = (vm: VM, opts: RunBlockOpts): Promise<RunBlockResult> =>
    runBlockOn({ engine, onRan }, vm, opts);
  return Object.assign(run, { close: async () => engine.close?.() });
}
