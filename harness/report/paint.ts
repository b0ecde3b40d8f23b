/**
 * Colours of verdicts.
 *
 * Owns which colour means what; text must say the same without any. Whether there are colours at
 * all is decided where the stream is known.
 */
import type pc from 'picocolors';
import type { Verdict } from '../certify/verdict.ts';

/** Colour functions, or functions that leave text alone. */
export type Paint = ReturnType<typeof pc.createColors>;

/** A verdict in its colour. */
export function paintVerdict(paint: Paint, verdict: Verdict): string {
  switch (verdict) {
    case 'pass':
      return paint.green(verdict);
    case 'inconclusive':
    case 'flaky':
      return paint.yellow(verdict);
    case 'fail':
    case 'crash':
      return paint.red(verdict);
  }
}
