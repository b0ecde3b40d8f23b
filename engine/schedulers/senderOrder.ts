/**
 * Who has to come after whom because both have one sender.
 *
 * Lanes prepare transactions (decode, recover senders) in any order; the prefix that is prepared
 * grows without gaps, and within it each transaction knows the nearest lower one of its sender. To
 * start it earlier would be to meet a wrong nonce.
 */
import type { Arena } from '../primitives/arena.ts';
import { NO_SENDER, type Task } from './contract.ts';

/** Next transaction to prepare. */
const NEXT = 0;
/** Exclusive end of the prefix that is prepared. */
const END = 1;
const FIXED_WORDS = 2;

/** Per transaction: its sender's number plus 1, 0 while it is not prepared. */
const SENDER = 0;
/** Per transaction: the nearest lower one of the same sender plus 1, 0 for none. */
const AFTER = 1;
const WORDS_PER_TRANSACTION = 2;

/** Words that a block of `txCount` transactions needs. */
export function senderOrderWords(txCount: number): number {
  return FIXED_WORDS + WORDS_PER_TRANSACTION * txCount;
}

/** Preparation of a block's transactions. */
export class SenderOrder {
  readonly #arena: Arena;
  readonly #start: number;
  readonly #txCount: number;

  constructor(arena: Arena, start: number, txCount: number) {
    this.#arena = arena;
    this.#start = start;
    this.#txCount = txCount;
  }

  /** Exclusive end of the prefix that is prepared. */
  get preparedEnd(): number {
    return this.#fixed(END);
  }

  /** The next transaction to prepare, or `null`. */
  claim(): number | null {
    const txIndex = this.#fixed(NEXT);
    if (txIndex >= this.#txCount) {
      return null;
    }
    this.#setFixed(NEXT, txIndex + 1);
    return txIndex;
  }

  /** What a lane does until all are prepared; `null` from then on. */
  next(): Task | null {
    const txIndex = this.claim();
    if (txIndex !== null) {
      return { kind: 'prepare', txIndex };
    }
    return this.preparedEnd < this.#txCount ? { kind: 'park' } : null;
  }

  /** Takes note of a sender: a number that its transactions share, 0 for none. */
  prepared(txIndex: number, sender: number): void {
    this.#set(txIndex, SENDER, sender + 1);
    let end = this.preparedEnd;
    while (end < this.#txCount && this.#get(end, SENDER) !== 0) {
      this.#set(end, AFTER, this.#lastOfSameSender(end) + 1);
      end += 1;
    }
    this.#setFixed(END, end);
  }

  /** The number of a prepared transaction's sender, 0 for none. */
  senderOf(txIndex: number): number {
    return this.#get(txIndex, SENDER) - 1;
  }

  /** The nearest lower transaction of the same sender, or -1; of prepared transactions only. */
  predecessorOf(txIndex: number): number {
    return this.#get(txIndex, AFTER) - 1;
  }

  #lastOfSameSender(txIndex: number): number {
    const sender = this.#get(txIndex, SENDER);
    if (sender === NO_SENDER + 1) {
      return -1;
    }
    let lower = txIndex - 1;
    while (lower >= 0 && this.#get(lower, SENDER) !== sender) {
      lower -= 1;
    }
    return lower;
  }

  #fixed(field: number): number {
    return this.#arena.words[this.#start + field] ?? 0;
  }

  #setFixed(field: number, value: number): void {
    this.#arena.words[this.#start + field] = value;
  }

  #get(txIndex: number, field: number): number {
    return this.#arena.words[this.#at(txIndex) + field] ?? 0;
  }

  #set(txIndex: number, field: number, value: number): void {
    this.#arena.words[this.#at(txIndex) + field] = value;
  }

  #at(txIndex: number): number {
    return this.#start + FIXED_WORDS + WORDS_PER_TRANSACTION * txIndex;
  }
}
