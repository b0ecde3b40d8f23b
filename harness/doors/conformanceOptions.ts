/**
 * What the Vitest door is told.
 *
 * Owns the types. Defaults are `vitest.ts`'s.
 */
import type { Engine, Fork } from '#engine/api/index.js';
import type { Claim } from '../certify/certificate.ts';
import type { CertifyEngineOptions } from './certifyEngine.ts';

/** An engine, a way to make one, or a name as the command line knows it (`stdio:./my-engine`). */
export type EngineSource = Engine | (() => Engine | Promise<Engine>) | string;

/** What to hold an engine to. */
export interface ConformanceOptions extends Pick<
  CertifyEngineOptions,
  'profile' | 'known' | 'secondsPerBlockMax'
> {
  /** Title of the tests; default the engine's name. */
  readonly name?: string;
  /**
   * Default `equivalence`. With `parallel` one test more asks for proof that the engine runs in
   * parallel, by the clock: run it alone on an idle machine, `--no-file-parallelism`.
   */
  readonly claim?: Claim;
  /** Default: all that there are. */
  readonly forks?: readonly Fork[];
  /** Of generated blocks and schedules. Default `LOCKSTEP_SEED`, or 1. */
  readonly seed?: number;
  /** Folder of official tests, which become one test; default `LOCKSTEP_FIXTURES`, or none. */
  readonly fixtures?: string;
}
