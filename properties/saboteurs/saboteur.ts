/**
 * What a saboteur is: the engine with one deliberate defect.
 *
 * Owns the type. A saboteur is data, an exact replacement in one compiled module, so that a list of
 * them reads as a list of mistakes and needs no switch inside the engine. It proves that the checks
 * can fail: each must be killed, which means that some named case of the corpus tells it apart.
 */

import type { Fork } from '#engine/api/index.js';

/** One defect. */
export interface Saboteur {
  /** `family/name`. */
  readonly id: string;
  /** The compiled module it is in, seen from the engine's folder: `evm/executor.js`. */
  readonly file: string;
  /** Text that stands in the module exactly once. */
  readonly find: string;
  readonly replace: string;
  /** The fork under whose rules it shows; default Osaka. */
  readonly fork?: Fork;
  /** What goes wrong, in one sentence. */
  readonly why: string;
}
