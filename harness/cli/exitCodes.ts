/**
 * Exit codes: what a script learns without reading a word.
 *
 * Owns the numbers. 0 certified, 1 divergence, 2 inconclusive, 254 bad arguments or input, 255 our
 * own fault.
 */
import type { Verdict } from '../certify/verdict.ts';

/** Everything is as it should be. */
export const EXIT_OK = 0;
/** The engine is wrong, unsteady or broken. */
export const EXIT_DIVERGENCE = 1;
/** It cannot be told whether the engine is right. */
export const EXIT_INCONCLUSIVE = 2;
/** The user gave something that cannot be used. */
export const EXIT_BAD_INPUT = 254;
/** Lockstep itself failed. */
export const EXIT_INTERNAL = 255;

/** The exit code of each verdict. */
export const EXIT_OF_VERDICT: Readonly<Record<Verdict, number>> = {
  pass: EXIT_OK,
  inconclusive: EXIT_INCONCLUSIVE,
  flaky: EXIT_DIVERGENCE,
  fail: EXIT_DIVERGENCE,
  crash: EXIT_DIVERGENCE,
};

/** The exit code of several runs: a divergence weighs most, then doubt. */
export function worstExit(codes: readonly number[]): number {
  if (codes.includes(EXIT_DIVERGENCE)) return EXIT_DIVERGENCE;
  return codes.includes(EXIT_INCONCLUSIVE) ? EXIT_INCONCLUSIVE : EXIT_OK;
}
