/**
 * The engine's door.
 *
 * Named engines and the vocabulary; everything else in `engine/` is inside.
 */
export type * from './api/index.ts';
export type { BaseStoreOptions } from './engines/baseStore.ts';
export {
  type BlockSTMOptions,
  type RuntimeChoice,
  createBlockSTMEngine,
} from './engines/createBlockSTM.ts';
export {
  type AsynchronousOptions,
  createAsynchronousEngine,
} from './engines/createAsynchronous.ts';
export { type EngineOptions, createEngine } from './engines/createEngine.ts';
export { type MultiRoundOptions, createMultiRoundEngine } from './engines/createMultiRound.ts';
export { createSerialEngine } from './engines/serial.ts';
export {
  DEFECTS,
  DEFECTS_AT_PUBLISH,
  DEFECTS_WITHOUT_ESTIMATES,
  type Defect,
} from './primitives/defects.ts';
export { LANES_MAX, isSchedule, randomSchedule, stepsSchedule } from './simulation/schedules.ts';
