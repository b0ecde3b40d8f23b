/**
 * Hints as JSON.
 *
 * Owns the spelling of a hints file (one list for each transaction of a block) and its check:
 * hints come from mempools, files and peers, so that anything may stand there. What is wrong is a
 * value, never an exception. Does not judge whether a hint is true.
 */
import { LOCATION_KINDS, type Place } from '../primitives/locations.ts';
import { HINT_ACCESSES, HINT_GRADES, HINT_SOURCES, type Hint, type Hints } from './hint.ts';
import { type Reading, fieldOf, isHex, listOf, malformed, oneOf } from './reading.ts';

const VERSION = 1;
/** Of one file: what a block of many millions of gas could touch. */
const HINTS_MAX = 1_000_000;
const WHY_MAX = 200;

/** The hints of a block, as a JSON value. */
export function hintsToJSON(block: readonly Hints[]): object {
  return { version: VERSION, transactions: block.map((hints) => hints.map(toPlain)) };
}

/** Reads what `hintsToJSON` made, or says what is wrong with it. */
export function hintsFromJSON(json: unknown): Reading<readonly Hints[]> {
  if (fieldOf(json, 'version') !== VERSION) return malformed(`version is not ${String(VERSION)}`);
  const transactions = listOf(fieldOf(json, 'transactions'));
  if (transactions === null) return malformed('transactions is not a list');
  const block: Hint[][] = [];
  let count = 0;
  for (const [index, list] of transactions.entries()) {
    const items = listOf(list);
    if (items === null) return malformed(`transactions[${String(index)}] is not a list`);
    count += items.length;
    if (count > HINTS_MAX) return malformed(`there are more than ${String(HINTS_MAX)} hints`);
    const hints = items.map(toHint);
    const bad = hints.indexOf(null);
    if (bad >= 0) return malformed(`transactions[${String(index)}][${String(bad)}] is no hint`);
    block.push(hints.filter((hint) => hint !== null));
  }
  return { kind: 'read', value: block };
}

function toPlain({ place, access, isDelta, grade, source, why }: Hint): object {
  const { kind, address, slot } = place;
  return { kind, address, ...(slot !== null && { slot }), access, isDelta, grade, source, why };
}

function toHint(item: unknown): Hint | null {
  const place = toPlace(item);
  const access = oneOf(HINT_ACCESSES, fieldOf(item, 'access'));
  const isDelta = fieldOf(item, 'isDelta');
  const grade = oneOf(HINT_GRADES, fieldOf(item, 'grade'));
  const source = oneOf(HINT_SOURCES, fieldOf(item, 'source'));
  const why = fieldOf(item, 'why');
  if (place === null || access === null || grade === null || source === null) return null;
  if (typeof isDelta !== 'boolean' || typeof why !== 'string' || why.length > WHY_MAX) return null;
  if (isDelta && (access !== 'write' || place.kind !== 'balance')) return null;
  return { place, access, isDelta, grade, source, why };
}

/** Reads a location; `null` when it is none. */
function toPlace(item: unknown): Place | null {
  const kind = oneOf(LOCATION_KINDS, fieldOf(item, 'kind'));
  const address = fieldOf(item, 'address');
  const slot = fieldOf(item, 'slot');
  if (kind === null || !isHex(address, 20)) return null;
  if (kind === 'storage') return isHex(slot, 32) ? { kind, address, slot } : null;
  return slot === undefined ? { kind, address, slot: null } : null;
}
