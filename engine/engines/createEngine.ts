/**
 * One door to all engines.
 *
 * Owns the names of schedulers; what each can be told is its own door's.
 */
import type { Engine } from '../api/index.ts';
import { unreachable } from '../primitives/invariant.ts';
import { type AsynchronousOptions, createAsynchronousEngine } from './createAsynchronous.ts';
import { type BlockSTMOptions, createBlockSTMEngine } from './createBlockSTM.ts';
import { createMultiRoundEngine, type MultiRoundOptions } from './createMultiRound.ts';
import { createSerialEngine } from './serial.ts';

/** Which engine, and how to build it. */
export type EngineOptions =
  | { readonly scheduler: 'serial' }
  | ({ readonly scheduler: 'block-stm' } & BlockSTMOptions)
  | ({ readonly scheduler: 'v1' } & MultiRoundOptions)
  | ({ readonly scheduler: 'v2' } & AsynchronousOptions);

/**
 * Builds an engine; `v2` on two threads unless told otherwise. Close it when it is done: lanes are
 * threads that live from block to block.
 *
 * Throws an invariant's error for a number of lanes that no engine has.
 */
export function createEngine(options: EngineOptions = { scheduler: 'v2' }): Engine {
  switch (options.scheduler) {
    case 'serial':
      return createSerialEngine();
    case 'block-stm':
      return createBlockSTMEngine(options);
    case 'v1':
      return createMultiRoundEngine(options);
    case 'v2':
      return createAsynchronousEngine(options);
    default:
      return unreachable(options);
  }
}
