/**
 * Learned recipes: locations in terms of the transaction that touched them.
 *
 * Owns the small language (caller, contract, a word of call data, a constant, a hash of a key and a
 * base), how it is evaluated, and how a slot that was seen is explained by it. Smaller than what
 * static analysis knows, since it has to be guessed from outcomes; and it can be written to a file.
 */
import type { Address, Bytes32, Hex } from '../../api/index.ts';
import { bigIntToHex, bytesToHex, padHex } from '../../primitives/bytes.ts';
import type { DecodedTransaction } from '../../evm/decodedTransaction.ts';
import { hashWords } from '../templates/mappings.ts';

/** A word that a call is made of, or a constant. */
export type Operand =
  | { readonly kind: 'caller' | 'contract' }
  /** The word of call data at byte `at`. */
  | { readonly kind: 'word'; readonly at: number }
  | { readonly kind: 'constant'; readonly value: Bytes32 };

/** A slot: a word, or the entry of a mapping under a key. */
export type SlotRecipe =
  | { readonly kind: 'operand'; readonly operand: Operand }
  | {
      readonly kind: 'entry';
      readonly key: Operand;
      readonly isKeyFirst: boolean;
      readonly base: SlotRecipe;
    };

/** What recipes are evaluated on. */
export type RecipeCall = Pick<DecodedTransaction, 'sender' | 'to' | 'input'>;

const SELECTOR_BYTES = 4;
const WORD_BYTES = 32;
/** Words of call data that may be keys. */
const WORDS_MAX = 8;
/** Bases of mappings, and of mappings of mappings, that are tried. */
const [BASES_END, NESTED_BASES_END] = [16, 8];
/** Slots below this are fields, and stand for themselves. */
const FIELDS_END = 2n ** 64n;
/** Explanations of one slot that are kept. */
const EXPLANATIONS_MAX = 4;

/** The function that is called: four bytes, or `0x` for call data without a selector. */
export function selectorOf({ input }: RecipeCall): Hex {
  const hasSelector = input.length >= SELECTOR_BYTES && input.length % WORD_BYTES !== 0;
  return hasSelector ? bytesToHex(input.subarray(0, SELECTOR_BYTES)) : '0x';
}

/** The value of an operand, or `null` when the transaction has none. */
export function operandValue(operand: Operand, { sender, to, input }: RecipeCall): Bytes32 | null {
  switch (operand.kind) {
    case 'caller':
      return sender === null ? null : padHex(sender, WORD_BYTES);
    case 'contract':
      return to === null ? null : padHex(to, WORD_BYTES);
    case 'word': {
      if (operand.at >= input.length) return null;
      const word = new Uint8Array(WORD_BYTES);
      word.set(input.subarray(operand.at, operand.at + WORD_BYTES));
      return bytesToHex(word);
    }
    default:
      return operand.value;
  }
}

/** The slot that a recipe means, or `null`. */
export function slotOf(recipe: SlotRecipe, call: RecipeCall): Bytes32 | null {
  if (recipe.kind === 'operand') return operandValue(recipe.operand, call);
  const [key, base] = [operandValue(recipe.key, call), slotOf(recipe.base, call)];
  if (key === null || base === null) return null;
  return recipe.isKeyFirst ? hashWords(key, base) : hashWords(base, key);
}

/** Operands whose value is this address; the constant where there is no other. */
export function explainAddress(address: Address, call: RecipeCall): readonly Operand[] {
  const value = padHex(address, WORD_BYTES);
  const found = operandsOf(call).filter((operand) => operandValue(operand, call) === value);
  return found.length > 0 ? found : [{ kind: 'constant', value }];
}

/** Explains the slots that one call touched. Costs thousands of hashes: for use off-line. */
export class SlotExplainer {
  readonly #known = new Map<Bytes32, SlotRecipe[]>();

  constructor(call: RecipeCall) {
    const operands = operandsOf(call);
    for (const operand of operands) {
      const value = operandValue(operand, call);
      if (value !== null) this.#add(value, { kind: 'operand', operand });
    }
    for (const key of operands) {
      for (const isKeyFirst of [true, false]) {
        for (let base = 0; base < BASES_END; base += 1) {
          this.#addEntry({ kind: 'entry', key, isKeyFirst, base: fieldRecipe(base) }, call);
        }
      }
    }
    for (const inner of operands) {
      for (let field = 0; field < NESTED_BASES_END; field += 1) {
        const base = entry(inner, fieldRecipe(field));
        for (const key of operands) this.#addEntry(entry(key, base), call);
      }
    }
  }

  /** Recipes that mean this slot, the constant included where the slot is a field. */
  of(slot: Bytes32): readonly SlotRecipe[] {
    const found = this.#known.get(slot) ?? [];
    const isField = BigInt(slot) < FIELDS_END;
    if (!isField && found.length > 0) return found;
    return [{ kind: 'operand', operand: { kind: 'constant', value: slot } }, ...found];
  }

  #addEntry(recipe: SlotRecipe, call: RecipeCall): void {
    const slot = slotOf(recipe, call);
    if (slot !== null) this.#add(slot, recipe);
  }

  #add(slot: Bytes32, recipe: SlotRecipe): void {
    const known = this.#known.get(slot);
    if (known === undefined) this.#known.set(slot, [recipe]);
    else if (known.length < EXPLANATIONS_MAX) known.push(recipe);
  }
}

function entry(key: Operand, base: SlotRecipe): SlotRecipe {
  return { kind: 'entry', key, isKeyFirst: true, base };
}

function fieldRecipe(field: number): SlotRecipe {
  const value = bigIntToHex(BigInt(field), WORD_BYTES);
  return { kind: 'operand', operand: { kind: 'constant', value } };
}

function operandsOf(call: RecipeCall): readonly Operand[] {
  const first = selectorOf(call) === '0x' ? 0 : SELECTOR_BYTES;
  const words = Math.min(WORDS_MAX, Math.floor((call.input.length - first) / WORD_BYTES));
  return [
    { kind: 'caller' },
    { kind: 'contract' },
    ...Array.from({ length: Math.max(0, words) }, (_, i): Operand => {
      return { kind: 'word', at: first + WORD_BYTES * i };
    }),
  ];
}
