/**
 * What an engine says it does not do.
 *
 * Owns the one error by which an engine, or the adapter before it, declines a block that it cannot
 * express. That is no failure: the block is named among what was not covered.
 */

/** Declines one block; the message says why, as a phrase without a full stop. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
}
