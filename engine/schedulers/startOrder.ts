/**
 * Who may start before whom: what is known of it before a block runs, and what it shows.
 *
 * Owns a few words for each transaction: the one of its sender that it comes after, one that hints
 * have it come after, and those that it was found to rest on. All of it only delays; what is right
 * does not depend on it.
 */
import type { Arena } from '../primitives/arena.ts';
import type { Fingerprint } from '../primitives/fingerprint.ts';

/** Each word is a TxIndex plus 1, 0 for none. The one before of the same sender. */
const AFTER = 0;
/** One that it is told to come after. */
const TOLD = 1;
/** What flagged it last, or what it rests on; and more of those. */
const CAUSE = 2;
/** Of what a transaction rests on so many are remembered. */
const CAUSES = 4;
const WORDS_PER_TRANSACTION = CAUSE + CAUSES;
/** Of transactions that rest on each other so many are looked at. */
const LOOKED_AT = 64;

/** Words of a block's. */
export function startOrderWords(txCount: number): number {
  return WORDS_PER_TRANSACTION * txCount;
}

/** What transactions come after. */
export class StartOrder {
  readonly #arena: Arena;
  readonly #start: number;
  readonly #hasExecuted: (txIndex: number) => boolean;

  constructor(arena: Arena, start: number, hasExecuted: (txIndex: number) => boolean) {
    this.#arena = arena;
    this.#start = start;
    this.#hasExecuted = hasExecuted;
  }

  /** Notes what is known before the block runs; -1 for none. */
  tell(txIndex: number, { bySender, told }: { bySender: number; told: number }): void {
    this.#set(txIndex, AFTER, bySender + 1);
    this.#set(txIndex, TOLD, told + 1);
  }

  /** Notes what the transaction was found to rest on, the most important first. */
  restsOn(txIndex: number, others: readonly number[]): void {
    for (let place = 0; place < CAUSES; place += 1) {
      this.#set(txIndex, CAUSE + place, (others[place] ?? -1) + 1);
    }
  }

  /** Notes what has changed below it. */
  flaggedBy(txIndex: number, cause: number): void {
    this.#set(txIndex, CAUSE, cause + 1);
  }

  /** One that has to be executed before it starts, as far as is known; `null` without any. */
  waitsFor(txIndex: number, finalEnd: number): number | null {
    return (
      this.#open(this.#of(txIndex, AFTER)) ??
      this.#open(this.#of(txIndex, TOLD)) ??
      this.#unsettled(txIndex, finalEnd)
    );
  }

  /** Adds all of a transaction's to a fingerprint. */
  fingerprint(txIndex: number, into: Fingerprint): void {
    for (let word = 0; word < WORDS_PER_TRANSACTION; word += 1) {
      into.add(this.#of(txIndex, word));
    }
  }

  /** Whom the word names, where that one has not been executed. */
  #open(word: number): number | null {
    return word === 0 || this.#hasExecuted(word - 1) ? null : word - 1;
  }

  /**
   * One that has not been executed, of those that a transaction rests on, and that these rest on,
   * as far as is known. Who starts again on what will change wastes a start, of which it has few.
   */
  #unsettled(txIndex: number, finalEnd: number): number | null {
    const open = [txIndex];
    for (let looked = 0; open.length > 0 && looked < LOOKED_AT; looked += 1) {
      const upper = open.pop() ?? 0;
      for (let place = CAUSE; place < WORDS_PER_TRANSACTION; place += 1) {
        const word = this.#of(upper, place);
        if (word <= finalEnd) {
          continue;
        }
        if (!this.#hasExecuted(word - 1)) {
          return word - 1;
        }
        open.push(word - 1);
      }
    }
    return null;
  }

  #of(txIndex: number, word: number): number {
    return this.#arena.words[this.#start + WORDS_PER_TRANSACTION * txIndex + word] ?? 0;
  }

  #set(txIndex: number, word: number, value: number): void {
    this.#arena.words[this.#start + WORDS_PER_TRANSACTION * txIndex + word] = value;
  }
}
