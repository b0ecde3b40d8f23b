/**
 * Tasks that a report hands straight to the lane that made it.
 *
 * Owns one place a lane: an execution or a validation that goes past the cursors. A lane that
 * brings such a task about asks for the next one right away, and has its code and data at hand.
 */
import type { Arena } from '../primitives/arena.ts';
import type { Fingerprint } from '../primitives/fingerprint.ts';
import { invariant } from '../primitives/invariant.ts';

/** Kinds; the position of a kind is its number in shared words. */
const KINDS = ['none', 'execute', 'validate'] as const;

const KIND = 0;
const TX_INDEX = 1;
const WORDS_PER_LANE = 2;

/** A task handed to a lane. */
export interface HandedTask {
  readonly kind: 'execute' | 'validate';
  readonly txIndex: number;
}

/** Words that all lanes' places need. */
export function handedTaskWords(lanes: number): number {
  return WORDS_PER_LANE * lanes;
}

/** The places of all lanes. */
export class HandedTasks {
  readonly #arena: Arena;
  readonly #start: number;
  readonly #lanes: number;

  constructor(arena: Arena, start: number, lanes: number) {
    this.#arena = arena;
    this.#start = start;
    this.#lanes = lanes;
  }

  /** Gives a lane a task. */
  hand(lane: number, { kind, txIndex }: HandedTask): void {
    invariant(this.#kindOf(lane) === 'none', 'a lane is handed one task at a time', { lane });
    const at = this.#at(lane);
    this.#arena.words[at + KIND] = KINDS.indexOf(kind);
    this.#arena.words[at + TX_INDEX] = txIndex;
  }

  /** Takes the lane's task, or `null`. */
  take(lane: number): HandedTask | null {
    const kind = this.#kindOf(lane);
    if (kind === 'none') {
      return null;
    }
    const at = this.#at(lane);
    const txIndex = this.#arena.words[at + TX_INDEX] ?? 0;
    this.#arena.words[at + KIND] = 0;
    this.#arena.words[at + TX_INDEX] = 0;
    return { kind, txIndex };
  }

  /** Whether some lane is to start the transaction. */
  isToStart(txIndex: number): boolean {
    for (let lane = 0; lane < this.#lanes; lane += 1) {
      const isHere = this.#arena.words[this.#at(lane) + TX_INDEX] === txIndex;
      if (isHere && this.#kindOf(lane) === 'execute') {
        return true;
      }
    }
    return false;
  }

  /** Adds a lane's task to a fingerprint. */
  fingerprintLane(lane: number, into: Fingerprint): void {
    const at = this.#at(lane);
    into.add(this.#arena.words[at + KIND] ?? 0);
    into.add(this.#arena.words[at + TX_INDEX] ?? 0);
  }

  #kindOf(lane: number): (typeof KINDS)[number] {
    const kind = KINDS[this.#arena.words[this.#at(lane) + KIND] ?? -1];
    invariant(kind !== undefined, 'a handed task is of some kind', { lane });
    return kind;
  }

  #at(lane: number): number {
    return this.#start + WORDS_PER_LANE * lane;
  }
}
