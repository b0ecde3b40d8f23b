/**
 * How much of the state before the block has been asked for.
 *
 * Owns a count of accounts and slots, each counted when the first of all threads asks. Evidence
 * only: nothing is decided by it.
 */
import type { Arena } from '../primitives/arena.ts';
import { ACCOUNT, SLOT } from './records.ts';

/** One thread's view of the count. Called within steps only. */
export class LoadCount {
  readonly #arena: Arena;
  readonly #start: number;

  /** Counts in the word at `start`. */
  constructor(arena: Arena, start: number) {
    this.#arena = arena;
    this.#start = start;
  }

  /** Accounts and slots so far. */
  get total(): number {
    return this.#arena.words[this.#start] ?? 0;
  }

  /** Somebody asks for the account with this record. */
  noteAccount(record: number): void {
    this.#note(record + ACCOUNT.isLoaded);
  }

  /** Somebody asks for the slot with this record. */
  noteSlot(record: number): void {
    this.#note(record + SLOT.isLoaded);
  }

  #note(flag: number): void {
    const { words } = this.#arena;
    if (words[flag] === 0) {
      words[flag] = 1;
      words[this.#start] = this.total + 1;
    }
  }
}
