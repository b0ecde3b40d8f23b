/**
 * Where virtual lanes' bodies are, in the arena.
 *
 * Owns the words that make a lane a value: whether it is parked, and of each fibre that is alive
 * the node of the read trie it is at, the accounts it has captured and what it waits for; of each
 * transaction the end that was last published. What nodes and captures are is the trie's.
 */
import type { Arena } from '../primitives/arena.ts';
import type { FibreShape } from '../schedulers/fibreSlots.ts';
import { NO_CAPTURES } from './trie/accounts.ts';

/** 1 while the lane is parked. */
const PARKED = 0;
const LANE_WORDS = 1;
/** The node the body is at, plus 1; 0 where no body is alive. */
const NODE = 0;
const CAPTURES = 1;
/** TxIndex plus 1 it waits for; negative where it has to give up; else 0. */
const WAIT = 2;
const FIBRE_WORDS = 3;

/** What is fixed about the places of a block. */
export interface LanePlacesShape extends FibreShape {
  readonly txCount: number;
}

/** What a body that cannot go on has to report. */
export interface BodyStop {
  readonly kind: 'suspended' | 'blocked';
  /** The transaction that has to be executed first. */
  readonly on: number;
}

/** The words of all lanes. */
export class LanePlaces {
  readonly #arena: Arena;
  readonly #shape: LanePlacesShape;
  readonly #start: number;
  readonly #laneWords: number;

  /** Takes its words out of the arena; once a block. */
  constructor(arena: Arena, shape: LanePlacesShape) {
    this.#arena = arena;
    this.#shape = shape;
    this.#laneWords = LANE_WORDS + FIBRE_WORDS * (shape.fibres + 1);
    this.#start = arena.allocate(this.#laneWords * shape.lanes + shape.txCount);
  }

  isParked(lane: number): boolean {
    return this.#get(this.#laneAt(lane) + PARKED) === 1;
  }

  park(lane: number): void {
    this.#set(this.#laneAt(lane) + PARKED, 1);
  }

  wake(lane: number): void {
    this.#set(this.#laneAt(lane) + PARKED, 0);
  }

  /** A fibre's node, or -1 where none is alive. */
  nodeOf(lane: number, fibre: number): number {
    return this.#get(this.#fibreAt(lane, fibre) + NODE) - 1;
  }

  moveTo(lane: number, fibre: number, node: number): void {
    this.#set(this.#fibreAt(lane, fibre) + NODE, node + 1);
  }

  /** The list of accounts that a fibre has captured. */
  capturesOf(lane: number, fibre: number): number {
    return this.#get(this.#fibreAt(lane, fibre) + CAPTURES);
  }

  capture(lane: number, fibre: number, list: number): void {
    this.#set(this.#fibreAt(lane, fibre) + CAPTURES, list);
  }

  /** What keeps a fibre from going on, or `null`. */
  stopOf(lane: number, fibre: number): BodyStop | null {
    const wait = this.#get(this.#fibreAt(lane, fibre) + WAIT);
    if (wait === 0) {
      return null;
    }
    return wait > 0 ? { kind: 'suspended', on: wait - 1 } : { kind: 'blocked', on: -wait - 1 };
  }

  stop(lane: number, fibre: number, { kind, on }: BodyStop): void {
    const wait = kind === 'suspended' ? on + 1 : -(on + 1);
    this.#set(this.#fibreAt(lane, fibre) + WAIT, wait);
  }

  /** A fibre goes on. */
  release(lane: number, fibre: number): void {
    this.#set(this.#fibreAt(lane, fibre) + WAIT, 0);
  }

  /** No body is alive as that fibre: what it held means nothing, and tells no states apart. */
  clear(lane: number, fibre: number): void {
    const at = this.#fibreAt(lane, fibre);
    this.#set(at + NODE, 0);
    this.#set(at + CAPTURES, NO_CAPTURES);
    this.#set(at + WAIT, 0);
  }

  /** The node at which the transaction's last published incarnation ended, or -1. */
  leafOf(txIndex: number): number {
    return this.#get(this.#leafAt(txIndex)) - 1;
  }

  publish(txIndex: number, node: number): void {
    this.#set(this.#leafAt(txIndex), node + 1);
  }

  #get(at: number): number {
    return this.#arena.words[at] ?? 0;
  }

  #set(at: number, word: number): void {
    this.#arena.words[at] = word;
  }

  #laneAt(lane: number): number {
    return this.#start + this.#laneWords * lane;
  }

  #fibreAt(lane: number, fibre: number): number {
    return this.#laneAt(lane) + LANE_WORDS + FIBRE_WORDS * fibre;
  }

  #leafAt(txIndex: number): number {
    return this.#start + this.#laneWords * this.#shape.lanes + txIndex;
  }
}
