/**
 * What a saboteur is: the engine with one deliberate defect.
 *
 * Owns the types. A saboteur is data, exact replacements in compiled modules, so that a list of
 * them reads as a list of mistakes and needs no switch inside the engine. It proves that the checks
 * can fail: each must be killed, which means that something tells it apart from the honest engine.
 */
import type { Fork } from '#engine/api/index.js';

/** An exact replacement in one compiled module. */
export interface Edit {
  /** The module, seen from the engine's folder: `evm/executor.js`. */
  readonly file: string;
  /** Text that stands in the module exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** What a copy of the engine is broken by. */
export interface Sabotage {
  /** `family/name`. */
  readonly id: string;
  /** Made one after the other. */
  readonly edits: readonly Edit[];
}

/** One defect in one place. */
export interface Saboteur extends Edit {
  /** `family/name`. */
  readonly id: string;
  /** The fork under whose rules it shows; default Osaka. */
  readonly fork?: Fork;
  /** What goes wrong, in one sentence. */
  readonly why: string;
}
