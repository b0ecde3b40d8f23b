/**
 * Where tables overlap unexpectedly: who was flagged from another table, and from which.
 *
 * Owns one word for each transaction, and two counts. A transaction that another table has flagged
 * is held back until that table has nothing open below it (BLOCK); flagged from there again, it
 * moves there (RE-PARTITION). Both only delay: what is right does not depend on them.
 */
import type { Arena } from '../primitives/arena.ts';
import type { Fingerprint } from '../primitives/fingerprint.ts';

const BLOCKS = 0;
const REPARTITIONS = 1;
const COUNTS = 2;

/** Words of a block's. */
export function overlapsWords(txCount: number): number {
  return COUNTS + txCount;
}

/** Overlaps of a block. */
export class Overlaps {
  readonly #arena: Arena;
  readonly #start: number;

  constructor(arena: Arena, start: number) {
    this.#arena = arena;
    this.#start = start;
  }

  /** Transactions that were held back because of another table. */
  get blocks(): number {
    return this.#get(BLOCKS);
  }

  /** Transactions that moved to another table. */
  get repartitions(): number {
    return this.#get(REPARTITIONS);
  }

  /** The table that flagged a transaction last, if it was not its own; `null` without any. */
  tableFor(txIndex: number): number | null {
    const word = this.#get(COUNTS + txIndex);
    return word === 0 ? null : word - 1;
  }

  /** Notes that another table flagged a transaction; returns whether it did so before. */
  note(txIndex: number, table: number): boolean {
    const isAgain = this.tableFor(txIndex) === table;
    this.#set(COUNTS + txIndex, table + 1);
    const count = isAgain ? REPARTITIONS : BLOCKS;
    this.#set(count, this.#get(count) + 1);
    return isAgain;
  }

  /** Adds what decides who may start to a fingerprint. */
  fingerprint(txIndex: number, into: Fingerprint): void {
    into.add(this.#get(COUNTS + txIndex));
  }

  #get(field: number): number {
    return this.#arena.words[this.#start + field] ?? 0;
  }

  #set(field: number, word: number): void {
    this.#arena.words[this.#start + field] = word;
  }
}
