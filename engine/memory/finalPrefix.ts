/**
 * The final prefix, and the balances it has settled.
 *
 * Owns how far finality has come, and of each balance that somebody folded the sum up to there:
 * credits to one account (fees above all) are then added up once, not once a reader. A settled
 * balance is the whole balance just below its end, base and destructions included; nothing below
 * may change any more, so that it is never taken back, only replaced by a later one.
 */
import type { Arena } from '../primitives/arena.ts';
import { invariant } from '../primitives/invariant.ts';
import { LOCATION, SETTLED } from './records.ts';
import { readNumber, writeNumber } from './numbers.ts';

/** A balance that cannot change any more. */
export interface SettledBalance {
  /** It is the balance just below this TxIndex. */
  readonly end: number;
  /** In wei. */
  readonly balance: bigint;
}

/** How far finality has come. */
export class FinalPrefix {
  readonly #arena: Arena;
  /** Word that holds the prefix's exclusive end. */
  readonly #end: number;

  constructor(arena: Arena, end: number) {
    this.#arena = arena;
    this.#end = end;
  }

  /** Exclusive end of the final prefix. */
  get end(): number {
    return this.#arena.words[this.#end] ?? 0;
  }

  moveTo(end: number): void {
    this.#arena.words[this.#end] = end;
  }

  /** The last settled balance at `location`, or `null`. */
  settled(location: number): SettledBalance | null {
    const { words } = this.#arena;
    const record = words[location + LOCATION.settled] ?? 0;
    if (record === 0) {
      return null;
    }
    return {
      end: words[record + SETTLED.end] ?? 0,
      balance: readNumber(this.#arena, record + SETTLED.balance),
    };
  }

  /** Keeps the balance just below `end`, which is final. */
  settle(location: number, end: number, balance: bigint): void {
    invariant(balance >= 0n, 'a final balance is not negative', { end, balance });
    const record = this.#recordAt(location);
    this.#arena.words[record + SETTLED.end] = end;
    writeNumber(this.#arena, record + SETTLED.balance, balance);
  }

  #recordAt(location: number): number {
    const known = this.#arena.words[location + LOCATION.settled] ?? 0;
    if (known !== 0) {
      return known;
    }
    const record = this.#arena.allocate(SETTLED.words);
    this.#arena.words[location + LOCATION.settled] = record;
    return record;
  }
}
