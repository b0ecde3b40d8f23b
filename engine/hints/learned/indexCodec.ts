/**
 * The hint index as JSON.
 *
 * Owns the check of a kept index: it comes from a file that anyone may have written, so that every
 * value is looked at and recipes have a bound. What is wrong is a value, never an exception.
 */
import { LOCATION_KINDS } from '../../primitives/locations.ts';
import { HINT_ACCESSES } from '../hint.ts';
import { HintIndex, type LearnedAccess, type LearnedFunction } from '../hintIndex.ts';
import { type Reading, countOf, fieldOf, isHex, listOf, malformed, oneOf } from '../reading.ts';
import type { Operand, SlotRecipe } from './recipes.ts';

const VERSION = 1;
const COUNT_MAX = Number.MAX_SAFE_INTEGER;
const CALLDATA_MAX = 2 ** 24;
const LEVELS_MAX = 4;

/** An index, as a JSON value. */
export function hintIndexToJSON(index: HintIndex): object {
  return { version: VERSION, functions: index.functions() };
}

/** Reads what `hintIndexToJSON` made, or says what is wrong with it. */
export function hintIndexFromJSON(json: unknown): Reading<HintIndex> {
  if (fieldOf(json, 'version') !== VERSION) return malformed(`version is not ${String(VERSION)}`);
  const functions = listOf(fieldOf(json, 'functions'));
  if (functions === null) return malformed('functions is not a list');
  const read = functions.map(toFunction);
  const bad = read.indexOf(null);
  if (bad >= 0) return malformed(`functions[${String(bad)}] is no learned function`);
  return { kind: 'read', value: new HintIndex(read.filter((one) => one !== null)) };
}

function toFunction(item: unknown): LearnedFunction | null {
  const contract = fieldOf(item, 'contract');
  const selector = fieldOf(item, 'selector');
  const calls = countOf(fieldOf(item, 'calls'), COUNT_MAX);
  const list = listOf(fieldOf(item, 'recipes'));
  if (!isHex(contract, 20) || calls === null || list === null) return null;
  if (!isHex(selector, 4) && !isHex(selector, 0)) return null;
  const recipes = list.map((recipe) => {
    const count = countOf(fieldOf(recipe, 'count'), COUNT_MAX);
    const what = toAccess(fieldOf(recipe, 'what'));
    return count === null || what === null ? null : { what, count };
  });
  const read = recipes.filter((recipe) => recipe !== null);
  return read.length === recipes.length ? { contract, selector, calls, recipes: read } : null;
}

function toAccess(item: unknown): LearnedAccess | null {
  const kind = oneOf(LOCATION_KINDS, fieldOf(item, 'kind'));
  const access = oneOf(HINT_ACCESSES, fieldOf(item, 'access'));
  const isDelta = fieldOf(item, 'isDelta');
  const address = toOperand(fieldOf(item, 'address'));
  const place = fieldOf(item, 'slot');
  if (kind === null || access === null || address === null) return null;
  if (typeof isDelta !== 'boolean' || (isDelta && (access !== 'write' || kind !== 'balance'))) {
    return null;
  }
  if (kind !== 'storage')
    return place === null ? { kind, address, slot: null, access, isDelta } : null;
  const slot = toSlot(place, 0);
  return slot === null ? null : { kind, address, slot, access, isDelta };
}

function toSlot(item: unknown, level: number): SlotRecipe | null {
  if (level > LEVELS_MAX) return null;
  switch (fieldOf(item, 'kind')) {
    case 'operand': {
      const operand = toOperand(fieldOf(item, 'operand'));
      return operand === null ? null : { kind: 'operand', operand };
    }
    case 'entry': {
      const key = toOperand(fieldOf(item, 'key'));
      const isKeyFirst = fieldOf(item, 'isKeyFirst');
      const base = toSlot(fieldOf(item, 'base'), level + 1);
      if (key === null || base === null || typeof isKeyFirst !== 'boolean') return null;
      return { kind: 'entry', key, isKeyFirst, base };
    }
    default:
      return null;
  }
}

function toOperand(item: unknown): Operand | null {
  const kind = oneOf(['caller', 'contract', 'word', 'constant'], fieldOf(item, 'kind'));
  if (kind === 'caller' || kind === 'contract') return { kind };
  if (kind === 'word') {
    const at = countOf(fieldOf(item, 'at'), CALLDATA_MAX);
    return at === null ? null : { kind, at };
  }
  const value = fieldOf(item, 'value');
  return kind === 'constant' && isHex(value, 32) ? { kind, value } : null;
}
