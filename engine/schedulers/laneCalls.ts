/**
 * Which lanes ask, work or sleep, and which of them a step calls.
 *
 * Owns one word for each lane. Whoever sleeps is called only when there is something for it, so
 * that nobody wakes in vain; whoever takes one thing and leaves more behind calls another.
 */
import type { Arena } from '../primitives/arena.ts';

/** It is about to ask for something to do. */
const ASKS = 0;
const WORKS = 1;
const SLEEPS = 2;

/** Words of so many lanes. */
export function laneCallsWords(lanes: number): number {
  return lanes;
}

/** What lanes are about. */
export class LaneCalls {
  readonly #arena: Arena;
  readonly #start: number;
  readonly #lanes: number;
  /** Of the step at hand, which one thread makes. */
  #called: number[] = [];

  constructor(arena: Arena, start: number, lanes: number) {
    this.#arena = arena;
    this.#start = start;
    this.#lanes = lanes;
  }

  /** Lanes that were called since this was last asked. */
  take(): readonly number[] {
    const called = this.#called;
    this.#called = [];
    return called;
  }

  asks(lane: number): void {
    this.#set(lane, ASKS);
  }

  works(lane: number): void {
    this.#set(lane, WORKS);
  }

  sleeps(lane: number): void {
    this.#set(lane, SLEEPS);
  }

  isAsleep(lane: number): boolean {
    return this.#get(lane) === SLEEPS;
  }

  /** Wakes a lane, if it sleeps. */
  call(lane: number): void {
    if (this.isAsleep(lane)) {
      this.#set(lane, ASKS);
      this.#called.push(lane);
    }
  }

  /** Wakes lanes until so many are about to ask, as far as they may: `first`, then the lowest. */
  callFor(wanted: number, first: Iterable<number>, may: (lane: number) => boolean): void {
    let spare = wanted - this.#asking();
    if (spare <= 0) {
      return;
    }
    for (const lane of [...first, ...Array(this.#lanes).keys()]) {
      if (spare > 0 && this.isAsleep(lane) && may(lane)) {
        this.call(lane);
        spare -= 1;
      }
    }
  }

  #asking(): number {
    let asking = 0;
    for (let lane = 0; lane < this.#lanes; lane += 1) {
      asking += this.#get(lane) === ASKS ? 1 : 0;
    }
    return asking;
  }

  #get(lane: number): number {
    return this.#arena.words[this.#start + lane] ?? 0;
  }

  #set(lane: number, word: number): void {
    this.#arena.words[this.#start + lane] = word;
  }
}
