/**
 * Hints that nobody asked for.
 *
 * Owns the refusal: whoever is told what it does not ask for would be judged as if it had been
 * helped, or misled.
 */
import type { HintChoice } from '#engine/api/index.js';
import { takesHints } from '#engine/simulation/virtualEngineNames.js';
import { ArgumentError } from './argumentError.ts';

/** Throws `ArgumentError` where hints are for nobody. */
export function refuseUselessHints(names: readonly string[], hints: readonly HintChoice[]): void {
  if (names.some(takesHints) || hints.includes('none')) return;
  throw new ArgumentError({
    flag: '--hints',
    problem: `${names.join(', ')} takes none: it finds out`,
    remedy: 'leave the flag out, or name an engine that plans: v1',
  });
}
