/**
 * Hints learned from transactions that were executed before.
 *
 * Owns the index: for each contract and function, the recipes that explain what calls of it
 * touched, and how many calls each of them explained. Learning is done off-line, after blocks;
 * predicting takes a few hashes. What the envelope says anyway is not learned. Bounded, since
 * contracts and functions are made by strangers.
 */
import type { Address, Hex } from '../api/index.ts';
import type { LocationKind } from '../primitives/locations.ts';
import type { BlockContext } from '../evm/blockContext.ts';
import type { DecodedTransaction } from '../evm/decodedTransaction.ts';
import type { Incarnation } from '../evm/executor.ts';
import { accessHints } from './accessHints.ts';
import { envelopeHints } from './envelope.ts';
import {
  type Hint,
  type HintAccess,
  HintWriter,
  type Hints,
  fieldPlace,
  placeKey,
  slotPlace,
} from './hint.ts';
import {
  type Operand,
  type SlotRecipe,
  SlotExplainer,
  explainAddress,
  operandValue,
  selectorOf,
  slotOf,
} from './learned/recipes.ts';

/** An access in terms of the call. */
export interface LearnedAccess {
  readonly kind: LocationKind;
  readonly address: Operand;
  /** `null` but for storage. */
  readonly slot: SlotRecipe | null;
  readonly access: HintAccess;
  readonly isDelta: boolean;
}

/** A recipe, and how many calls it explained something of. */
export interface LearnedRecipe {
  readonly what: LearnedAccess;
  readonly count: number;
}

/** What is known of one function of one contract. */
export interface LearnedFunction {
  readonly contract: Address;
  readonly selector: Hex;
  /** Calls it was learned from. */
  readonly calls: number;
  readonly recipes: readonly LearnedRecipe[];
}

/** Functions kept; the one learned first gives way. */
const FUNCTIONS_MAX = 10_000;
/** Recipes kept of one function; those that explain least give way. */
const RECIPES_MAX = 128;
/** A recipe predicts when it explained at least one in so many calls. */
const CALLS_PER_USE = 2;

interface Entry {
  calls: number;
  recipes: Map<string, LearnedRecipe>;
}

/** Learns and predicts. */
export class HintIndex {
  readonly #entries = new Map<string, Entry>();

  /** An index of what was kept. */
  constructor(functions: readonly LearnedFunction[] = []) {
    for (const { contract, selector, calls, recipes } of functions.slice(0, FUNCTIONS_MAX)) {
      const kept = recipes.map((recipe) => [JSON.stringify(recipe.what), recipe] as const);
      this.#entries.set(`${contract} ${selector}`, { calls, recipes: new Map(kept) });
    }
  }

  /** Learns from one transaction and what it did. */
  learn(
    transaction: DecodedTransaction,
    incarnation: Pick<Incarnation, 'reads' | 'writes' | 'outcome'>,
    block: BlockContext,
  ): void {
    const { to, input } = transaction;
    if (to === null || incarnation.outcome.kind === 'invalid') return;
    const known = new Set(envelopeHints(transaction, block).map(({ place }) => placeKey(place)));
    const seen = accessHints(incarnation, { source: 'index', grade: 'learned' });
    const learned = seen.filter(({ place }) => !known.has(placeKey(place)));
    if (learned.length === 0 && input.length === 0) return;
    const entry = this.#entryOf(`${to} ${selectorOf(transaction)}`);
    entry.calls += 1;
    const explainer = new SlotExplainer(transaction);
    const found = learned.flatMap((hint) => explained(hint, explainer, transaction));
    const keys = new Map(found.map((what) => [JSON.stringify(what), what]));
    for (const [key, what] of keys) {
      const count = (entry.recipes.get(key)?.count ?? 0) + 1;
      entry.recipes.set(key, { what, count });
    }
    entry.recipes = boundedRecipes(entry.recipes);
  }

  /** Expected accesses of a transaction, if its function was learned. */
  of(transaction: DecodedTransaction): Hints {
    const { to } = transaction;
    const entry = to === null ? undefined : this.#entries.get(`${to} ${selectorOf(transaction)}`);
    if (entry === undefined) return [];
    const writer = new HintWriter('index', 'learned');
    for (const { what, count } of entry.recipes.values()) {
      if (CALLS_PER_USE * count < entry.calls) continue;
      const place = placeOf(what, transaction);
      if (place === null) continue;
      const why = `${String(count)} of ${String(entry.calls)} calls touched what this recipe means`;
      if (what.isDelta) writer.addDelta(place, why);
      else writer.add(place, what.access, why);
    }
    return writer.hints;
  }

  /** All that was learned, sorted, for keeping. */
  functions(): readonly LearnedFunction[] {
    return [...this.#entries]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, { calls, recipes }]) => {
        const [contract, selector] = key.split(' ');
        const sorted = [...recipes].sort(([a], [b]) => (a < b ? -1 : 1));
        return {
          contract: toHex(contract),
          selector: toHex(selector),
          calls,
          recipes: sorted.map(([, recipe]) => recipe),
        };
      });
  }

  #entryOf(key: string): Entry {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    if (this.#entries.size >= FUNCTIONS_MAX) {
      const [oldest] = this.#entries.keys();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    const entry = { calls: 0, recipes: new Map<string, LearnedRecipe>() };
    this.#entries.set(key, entry);
    return entry;
  }
}

function explained(
  { place, access, isDelta }: Hint,
  explainer: SlotExplainer,
  transaction: DecodedTransaction,
): LearnedAccess[] {
  const { kind, slot } = place;
  const addresses = explainAddress(place.address, transaction);
  const slots = slot === null ? [null] : explainer.of(slot);
  return addresses.flatMap((address) =>
    slots.map((recipe) => ({ kind, address, slot: recipe, access, isDelta })),
  );
}

function placeOf(what: LearnedAccess, transaction: DecodedTransaction): Hint['place'] | null {
  const word = operandValue(what.address, transaction);
  if (word === null) return null;
  const address: Address = `0x${word.slice(-40)}`;
  if (what.kind !== 'storage') return fieldPlace(address, what.kind);
  const slot = what.slot === null ? null : slotOf(what.slot, transaction);
  return slot === null ? null : slotPlace(address, slot);
}

function boundedRecipes(recipes: Map<string, LearnedRecipe>): Map<string, LearnedRecipe> {
  if (recipes.size <= RECIPES_MAX) return recipes;
  const best = [...recipes].sort(([, a], [, b]) => b.count - a.count);
  return new Map(best.slice(0, RECIPES_MAX));
}

function toHex(text: string | undefined): Hex {
  return `0x${(text ?? '0x').slice(2)}`;
}
