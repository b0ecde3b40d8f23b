/**
 * Analyses that were made before, by code and selector.
 *
 * Owns the cache: an analysis depends on code and selector alone, so that it serves every
 * transaction and every block. Code that never looks at its selector is analysed once. The oldest
 * analysis gives way when there are too many: codes and selectors are chosen by strangers.
 */
import { bytesToBigInt, bytesToHex } from '../../primitives/bytes.ts';
import { keccak256 } from '../../state/keccak.ts';
import { type Analysis, analyse } from './analyser.ts';
import { KEPT_MAX } from './limits.ts';
import type { PartialBytes } from './partialBytes.ts';

const SELECTOR_BYTES = 4;

/** A cache of analyses. */
export class Analyses {
  readonly #kept = new Map<string, Analysis>();
  #room = 0;
  /** Hashing code costs more than finding it again: the same bytes are the same object. */
  readonly #names = new WeakMap<Uint8Array, string>();

  /** How many are kept. */
  get size(): number {
    return this.#kept.size;
  }

  /** The paths of some code for this call data, `null` when that is not known. */
  of(code: Uint8Array, input: PartialBytes | null): Analysis {
    const prefix = input?.prefix(SELECTOR_BYTES) ?? null;
    const selector = prefix === null ? null : bytesToBigInt(prefix);
    const name = this.#nameOf(code);
    const anySelector = this.#kept.get(name);
    if (anySelector !== undefined) return anySelector;
    const key = selector === null ? `${name} none` : `${name} ${String(selector)}`;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const analysis = analyse({ code, selector });
    this.#keep(analysis.usesSelector || selector === null ? key : name, analysis);
    return analysis;
  }

  #keep(key: string, analysis: Analysis): void {
    this.#kept.set(key, analysis);
    this.#room += roomOf(analysis);
    for (const [oldest, old] of this.#kept) {
      if (this.#room <= KEPT_MAX) return;
      this.#kept.delete(oldest);
      this.#room -= roomOf(old);
    }
  }

  #nameOf(code: Uint8Array): string {
    const known = this.#names.get(code);
    if (known !== undefined) return known;
    const name = bytesToHex(keccak256(code));
    this.#names.set(code, name);
    return name;
  }
}

function roomOf({ steps, heldWrites }: Analysis): number {
  return steps + heldWrites;
}
