/**
 * The rules that `--state.fork` names.
 *
 * Owns go-ethereum's names for the forks that we have, the difficulty bombs among them, and what is
 * said of those that we have not. Owns no rule.
 */
import type { Fork } from '#engine/api/index.js';
import { findNetwork, type Rules, rulesAt } from '#fixtures/official/networks.js';
import { closest } from '../input/closest.ts';
import { FORKS } from '../input/vocabulary.ts';
import { T8nError } from './t8nError.ts';

/** Difficulty bombs (EIP-4345, EIP-5133) execute as London does. */
const NAMES: readonly string[] = [...FORKS, 'ArrowGlacier', 'GrayGlacier', 'Merge'];

/** The rules of that name. Throws `T8nError`. */
export function rulesetOf(name: string): Rules {
  const rules = NAMES.includes(name) ? rulesNamed(name) : null;
  if (rules !== null) return rules;
  const words = `unsupported fork ${JSON.stringify(name)}`;
  const [known = ''] = name.split('+');
  if (name !== known) throw new T8nError('config', `${words}: extra EIPs are not supported`);
  const near = closest(name, NAMES);
  const hint = near === null ? `forks: ${NAMES.join(', ')}` : `did you mean ${near}?`;
  throw new T8nError('config', `${words}; ${hint}`);
}

/** The rules of a fork of ours. */
export function rulesOfFork(fork: Fork): Rules {
  const rules = rulesNamed(fork);
  if (rules === null) throw new RangeError(`there is no network ${fork}`);
  return rules;
}

function rulesNamed(name: string): Rules | null {
  const found = findNetwork(name);
  if (found.kind !== 'covered') return null;
  return rulesAt(found.network, { number: 0n, timestamp: 0n, parentTotalDifficulty: 0n });
}
