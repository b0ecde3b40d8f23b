/**
 * Which incarnations are alive on which lane.
 *
 * A lane keeps as many suspended incarnations as it has fibres, and one slot more, so that the head
 * of the final prefix can start on any lane: it waits for nobody, and everybody waits for it. A
 * fibre never changes its lane.
 */
import type { OnEstimate } from '../api/index.ts';
import type { Arena } from '../primitives/arena.ts';
import type { Fingerprint } from '../primitives/fingerprint.ts';
import { InvariantError, invariant } from '../primitives/invariant.ts';

/** Incarnations that a lane keeps waiting; the hot part of a block is rarely wider. */
const FIBRES = 4;

/** How many incarnations a lane keeps waiting, where it does. */
export function fibresOf(onEstimate: OnEstimate): number {
  return onEstimate === 'suspend' ? FIBRES : 0;
}

/** How many lanes, and how many incarnations each may keep suspended. */
export interface FibreShape {
  readonly lanes: number;
  readonly fibres: number;
}

/** Words that all lanes' slots need. */
export function fibreSlotWords({ lanes, fibres }: FibreShape): number {
  return lanes * (fibres + 1);
}

/** Slots of all lanes; each holds a TxIndex plus 1, 0 while it is free. */
export class FibreSlots {
  readonly #arena: Arena;
  readonly #start: number;
  readonly #lanes: number;
  readonly #slots: number;

  constructor(arena: Arena, start: number, { lanes, fibres }: FibreShape) {
    this.#lanes = lanes;
    this.#arena = arena;
    this.#start = start;
    this.#slots = fibres + 1;
  }

  /** The transaction alive in a slot, or `null`. */
  txIndexIn(lane: number, slot: number): number | null {
    const word = this.#arena.words[this.#at(lane, slot)] ?? 0;
    return word === 0 ? null : word - 1;
  }

  /** The lane on which a transaction is alive. */
  laneOf(txIndex: number): number {
    for (let lane = 0; lane < this.#lanes; lane += 1) {
      if (this.#slotOf(lane, txIndex) >= 0) {
        return lane;
      }
    }
    throw new InvariantError('what is alive has a slot', { txIndex });
  }

  /** The lowest transaction alive on the lane for which that `holds`, and its slot. */
  lowest(
    lane: number,
    holds: (txIndex: number) => boolean,
  ): { readonly txIndex: number; readonly fibre: number } | null {
    let lowest: { readonly txIndex: number; readonly fibre: number } | null = null;
    for (let fibre = 0; fibre < this.#slots; fibre += 1) {
      const txIndex = this.txIndexIn(lane, fibre);
      const isLower = txIndex !== null && (lowest === null || txIndex < lowest.txIndex);
      if (isLower && holds(txIndex)) {
        lowest = { txIndex, fibre };
      }
    }
    return lowest;
  }

  /** Whether only one slot is left: it is the head's. */
  isFull(lane: number): boolean {
    let free = 0;
    for (let slot = 0; slot < this.#slots; slot += 1) {
      free += this.txIndexIn(lane, slot) === null ? 1 : 0;
    }
    return free <= 1 && this.#slots > 1;
  }

  /** Puts a transaction into a free slot; returns which. */
  take(lane: number, txIndex: number): number {
    const slot = this.#slotOf(lane, null);
    invariant(slot >= 0, 'a lane that starts a body has room for it', { lane, txIndex });
    this.#arena.words[this.#at(lane, slot)] = txIndex + 1;
    return slot;
  }

  /** Frees the slot of a transaction that is no longer alive on the lane. */
  free(lane: number, txIndex: number): void {
    const slot = this.#slotOf(lane, txIndex);
    invariant(slot >= 0, 'an incarnation ends on the lane where it began', { lane, txIndex });
    this.#arena.words[this.#at(lane, slot)] = 0;
  }

  /** Throws unless whoever is in a slot is alive, and there once; returns how many are. */
  assertConsistent(isAlive: (txIndex: number) => boolean): number {
    const { words } = this.#arena;
    const end = this.#start + this.#lanes * this.#slots;
    let alive = 0;
    for (let at = this.#start; at < end; at += 1) {
      const word = words[at] ?? 0;
      if (word !== 0) {
        invariant(isAlive(word - 1), 'what has a slot is alive');
        for (let other = this.#start; other < at; other += 1) {
          invariant(words[other] !== word, 'what is alive has one slot');
        }
        alive += 1;
      }
    }
    return alive;
  }

  /** Adds a lane's slots to a fingerprint. */
  fingerprintLane(lane: number, into: Fingerprint): void {
    for (let slot = 0; slot < this.#slots; slot += 1) {
      into.add(this.#arena.words[this.#at(lane, slot)] ?? 0);
    }
  }

  /** The first slot with that content, or -1. */
  #slotOf(lane: number, txIndex: number | null): number {
    for (let slot = 0; slot < this.#slots; slot += 1) {
      if (this.txIndexIn(lane, slot) === txIndex) {
        return slot;
      }
    }
    return -1;
  }

  #at(lane: number, slot: number): number {
    return this.#start + lane * this.#slots + slot;
  }
}
