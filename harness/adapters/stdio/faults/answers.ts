/**
 * Right answers, for engines that are to misbehave in one way only.
 *
 * Owns the file that travels from a test to the process it starts: what the serial engine says
 * about each block, found by the request that asks for it.
 */
import { createHash } from 'node:crypto';

/** The file: what to reply, by the digest of what is asked. */
export interface Answers {
  readonly replies: Readonly<Record<string, object>>;
}

/** Names a question. Order of fields counts; both sides have them as they were written. */
export function digestOf(state: unknown, input: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([state, input]))
    .digest('hex');
}
