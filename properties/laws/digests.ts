/**
 * Results as digests, byte for byte.
 *
 * Owns the spelling: everything an engine returns, statistics included, in the order in which it
 * returns it. Two runs that differ in the order of a map's keys differ here.
 */
import { createHash } from 'node:crypto';
import type { Engine, ExecutionResult } from '#engine/api/index.js';
import { type Trial, execute } from '../trials.ts';

/** One line for each trial whose truth is known: digest and name. */
export function digestsOfTruth(trials: readonly Trial[]): readonly string[] {
  return trials.map(({ name, truth }) => lineOf(name, truth));
}

/** One line a trial: digest of what `engine` says, and name. */
export async function digestsOf(
  engine: Engine,
  trials: readonly Trial[],
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const trial of trials) lines.push(lineOf(trial.name, await execute(engine, trial)));
  return lines;
}

function lineOf(name: string, result: ExecutionResult): string {
  return `${createHash('sha256').update(JSON.stringify(result)).digest('hex')} ${name}`;
}
