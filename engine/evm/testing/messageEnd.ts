/**
 * The end of a message that a test has no interest in.
 *
 * Owns a value for tests of what happens around messages.
 */
import type { MessageEnd } from '../executor.ts';

/** Returned nothing, used nothing. */
export const NO_MESSAGE: MessageEnd = {
  returned: new Uint8Array(0),
  exception: null,
  gasUsed: 0n,
  refund: 0n,
};
