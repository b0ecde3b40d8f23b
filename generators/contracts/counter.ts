/**
 * The smallest hot spot: one slot that every caller reads, changes and writes.
 *
 * Owns the counter at slot 0. No two calls commute for an engine that compares values.
 */
import type { Bytes, Bytes32 } from '#engine/api/index.js';
import { word } from '../build/hex.ts';
import { assemble } from '../assembly/assemble.ts';

/** Where the count stands. */
export const COUNT_SLOT: Bytes32 = word(0);

/** Runtime code: any call adds one. */
export const COUNTER: Bytes = assemble('0 SLOAD 1 ADD 0 SSTORE STOP');
