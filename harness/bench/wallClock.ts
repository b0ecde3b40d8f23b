/**
 * Time by the wall clock, as a type of its own.
 *
 * Owns the one place where a number becomes wall-clock time. Virtual time is another type
 * (`engine/api/duration.ts`), so that a table of measurements cannot take a reckoned one.
 */
import type { WallMilliseconds } from '#engine/api/index.js';

/** Milliseconds that a clock has shown. Throws a `RangeError` for what no clock shows. */
export function wallTime(milliseconds: number): WallMilliseconds {
  if (isShown(milliseconds)) return milliseconds;
  throw new RangeError(`no clock shows ${String(milliseconds)} ms`);
}

function isShown(milliseconds: number): milliseconds is WallMilliseconds {
  return milliseconds >= 0;
}
