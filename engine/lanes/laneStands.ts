/**
 * Where lanes stand between two steps, in the arena.
 *
 * Owns the words of each lane: program counter, transaction, incarnation, fibre, and how far each
 * fibre's body has read. Nothing of a lane lives anywhere else but a body in the middle of its run.
 */
import type { Arena } from '../primitives/arena.ts';
import type { Fingerprint } from '../primitives/fingerprint.ts';
import { invariant } from '../primitives/invariant.ts';
import type { FibreShape } from '../schedulers/fibreSlots.ts';

// idle ──prepare──▶ preparing ──prepared──▶ idle
//   │ ──execute | resume──▶ running ──read──▶ running ──finished | suspended | blocked──▶ idle
//   │ ──validate─▶ validating ──go──▶ idle
//   └ ──leave────▶ left

/** Program counters; the position of a name is its number in shared words. */
const COUNTERS = ['idle', 'preparing', 'running', 'validating', 'left'] as const;

const LEFT = COUNTERS.indexOf('left');

/** Where a lane stands. */
export type ProgramCounter = (typeof COUNTERS)[number];

/** All that a lane knows of itself between two steps. */
export interface Stand {
  readonly counter: ProgramCounter;
  readonly txIndex: number;
  readonly incarnation: number;
  readonly fibre: number;
}

/** Of a lane without an order. */
export const NOWHERE: Stand = { counter: 'idle', txIndex: 0, incarnation: 0, fibre: 0 };

const COUNTER = 0;
const TX_INDEX = 1;
const INCARNATION = 2;
const FIBRE = 3;
/** Per fibre: reads of its body so far. */
const READS = 4;

/** What is fixed about a block's lanes. */
export interface LanesShape extends FibreShape {
  readonly start: number;
}

/** Takes the lanes' words out of the arena; once a block. */
export function allocateLanes(arena: Arena, { lanes, fibres }: FibreShape): LanesShape {
  return { lanes, fibres, start: arena.allocate(laneWords(fibres) * lanes) };
}

/** Words of one lane: one fibre more than may be suspended is the one that runs. */
function laneWords(fibres: number): number {
  return READS + fibres + 1;
}

/** One thread's view of where all lanes stand. */
export class LaneStands {
  readonly #arena: Arena;
  readonly #start: number;
  readonly #laneWords: number;

  constructor(arena: Arena, { start, fibres }: LanesShape) {
    this.#arena = arena;
    this.#start = start;
    this.#laneWords = laneWords(fibres);
  }

  of(lane: number): Stand {
    return {
      counter: this.counterOf(lane),
      txIndex: this.txIndexOf(lane),
      incarnation: this.incarnationOf(lane),
      fibre: this.fibreOf(lane),
    };
  }

  counterOf(lane: number): ProgramCounter {
    const counter = COUNTERS[this.#get(lane, COUNTER)];
    invariant(counter !== undefined, 'a lane stands somewhere', { lane });
    return counter;
  }

  txIndexOf(lane: number): number {
    return this.#get(lane, TX_INDEX);
  }

  fibreOf(lane: number): number {
    return this.#get(lane, FIBRE);
  }

  hasLeft(lane: number): boolean {
    return this.#get(lane, COUNTER) === LEFT;
  }

  set(lane: number, { counter, txIndex, incarnation, fibre }: Stand): void {
    this.#set(lane, COUNTER, COUNTERS.indexOf(counter));
    this.#set(lane, TX_INDEX, txIndex);
    this.#set(lane, INCARNATION, incarnation);
    this.#set(lane, FIBRE, fibre);
  }

  /** A body begins on the fibre. */
  beginReads(lane: number, fibre: number): void {
    this.#set(lane, READS + fibre, 0);
  }

  /** The lane's body has made one more read. */
  countRead(lane: number): void {
    const field = READS + this.#get(lane, FIBRE);
    this.#set(lane, field, this.#get(lane, field) + 1);
  }

  /** Adds where a lane stands to a fingerprint; of its incarnation, whether it is `isCurrent`. */
  fingerprintLane(lane: number, isCurrent: boolean, into: Fingerprint): void {
    into.add(this.#get(lane, COUNTER) * 2 + (isCurrent ? 1 : 0));
    into.add(this.#get(lane, TX_INDEX));
    into.add(this.#get(lane, FIBRE));
  }

  incarnationOf(lane: number): number {
    return this.#get(lane, INCARNATION);
  }

  #get(lane: number, field: number): number {
    return this.#arena.words[this.#at(lane) + field] ?? 0;
  }

  #set(lane: number, field: number, value: number): void {
    this.#arena.words[this.#at(lane) + field] = value;
  }

  #at(lane: number): number {
    return this.#start + this.#laneWords * lane;
  }
}
