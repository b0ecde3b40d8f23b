/**
 * The package's door: engines, and the kit that certifies them.
 *
 * Owns the list of what others may rely on. Beside it: `lockstep-evm/vitest`, `/generators`,
 * `/laws` and `/ethereumjs`. What is not named in one of these may change at any time.
 */
export type * from '#engine/api/index.js';
export {
  type AsynchronousOptions,
  type BaseStoreOptions,
  type BlockSTMOptions,
  type EngineOptions,
  type MultiRoundOptions,
  type RuntimeChoice,
  createEngine,
} from '#engine/index.js';
export { InputError } from '#fixtures/input/inputError.js';
export { ArgumentError } from '../cli/argumentError.ts';
export {
  type Certificate,
  type CertifyEngineOptions,
  type Claim,
  type Finding,
  type KnownFailure,
  type Profile,
  certifyEngine as certify,
} from './certifyEngine.ts';
export { createOracle } from '../adapters/oracle/index.ts';
export { type Difference, compareResults } from '../compare/index.ts';
export {
  type ReplayFindingOptions,
  type ReplayOutcome,
  replayFinding as replay,
} from './replayFinding.ts';
