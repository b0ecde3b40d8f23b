/**
 * What comes before a block is run: all transactions are prepared, then one lane plans.
 *
 * Owns how far that is. Lanes that have nothing to prepare sleep until the plan is made.
 */
import type { Arena } from '../primitives/arena.ts';
import type { Task } from './contract.ts';
import { SenderOrder, senderOrderWords } from './senderOrder.ts';

const PHASE = 0;
const FIXED_WORDS = 1;

const PREPARING = 0;
const PLANNING = 1;
const OVER = 2;

/** Words of a block's. */
export function preparationWords(txCount: number): number {
  return FIXED_WORDS + senderOrderWords(txCount);
}

/** The time before the plan. */
export class Preparation {
  readonly senders: SenderOrder;
  readonly #arena: Arena;
  readonly #start: number;
  readonly #txCount: number;

  constructor(arena: Arena, start: number, txCount: number) {
    this.#arena = arena;
    this.#start = start;
    this.#txCount = txCount;
    this.senders = new SenderOrder(arena, start + FIXED_WORDS, txCount);
  }

  /** From 0: preparing, planning, over. */
  get phase(): number {
    return this.#arena.words[this.#start + PHASE] ?? 0;
  }

  get isOver(): boolean {
    return this.phase === OVER;
  }

  /** What a lane does for it; `null` once it is over. */
  next(): Task | null {
    if (this.phase !== PREPARING) {
      return this.isOver ? null : { kind: 'park' };
    }
    return this.senders.next() ?? this.#plan();
  }

  /** The plan is made. */
  planned(): void {
    this.#enter(OVER);
  }

  #plan(): Task {
    this.#enter(PLANNING);
    const members = Array.from({ length: this.#txCount }, (_, index) => index);
    const senders = members.map((index) => this.senders.senderOf(index));
    return { kind: 'plan', round: 1, members, senders };
  }

  #enter(phase: number): void {
    this.#arena.words[this.#start + PHASE] = phase;
  }
}
