/**
 * Where a block stands in its rounds.
 *
 * Owns the phase, the round, the final prefix and what is open of the phase, in the arena. Which
 * change follows which is the scheduler's.
 */
import type { Arena } from '../primitives/arena.ts';
import type { Fingerprint } from '../primitives/fingerprint.ts';
import { invariant } from '../primitives/invariant.ts';

/** Phases; the position of a phase is its number in shared words. */
const PHASES = [
  'preparing',
  'planning',
  'executing',
  'validating',
  'settling',
  'serial',
  'done',
] as const;

/** What lanes are about. */
export type Phase = (typeof PHASES)[number];

/** Rounds before the rest goes one by one. */
export const ROUNDS_MAX = 3;

const PHASE = 0;
const ROUND = 1;
const FINAL_END = 2;
const ENDED = 3;
const OPEN = 4;
const CURSOR = 5;
const BUSY = 6;
const ABORTS = 7;
/** Of each round. */
const FINAL_AFTER = 8;
const LOADS_BEFORE: number = FINAL_AFTER + ROUNDS_MAX;
const HOLDING_AFTER: number = LOADS_BEFORE + ROUNDS_MAX;

/** Words of the state. */
export const ROUND_STATE_WORDS: number = HOLDING_AFTER + ROUNDS_MAX;

/** The state of a block. */
export class RoundState {
  readonly #arena: Arena;
  readonly #start: number;

  constructor(arena: Arena, start: number) {
    this.#arena = arena;
    this.#start = start;
  }

  get phase(): Phase {
    const phase = PHASES[this.#get(PHASE)];
    invariant(phase !== undefined, 'a schedule is in some phase');
    return phase;
  }

  set phase(phase: Phase) {
    this.#set(PHASE, PHASES.indexOf(phase));
  }

  /** From 1; 0 before the first. */
  get round(): number {
    return this.#get(ROUND);
  }

  set round(round: number) {
    invariant(round <= ROUNDS_MAX, 'there are as many rounds as there may be', { round });
    this.#set(ROUND, round);
  }

  /** Exclusive end of the final prefix. */
  get finalEnd(): number {
    return this.#get(FINAL_END);
  }

  set finalEnd(end: number) {
    this.#set(FINAL_END, end);
  }

  /** Whether the head has ended the block. */
  get isEnded(): boolean {
    return this.#get(ENDED) === 1;
  }

  end(): void {
    this.#set(ENDED, 1);
    this.phase = 'done';
  }

  /** Transactions of the phase that are not done. */
  get open(): number {
    return this.#get(OPEN);
  }

  set open(count: number) {
    invariant(count >= 0, 'what is done was open', { count });
    this.#set(OPEN, count);
  }

  /** Next transaction to validate. */
  get cursor(): number {
    return this.#get(CURSOR);
  }

  set cursor(txIndex: number) {
    this.#set(CURSOR, txIndex);
  }

  /** Whether a lane has a task of which there is one at a time: a plan, a serial step. */
  get isBusy(): boolean {
    return this.#get(BUSY) === 1;
  }

  set isBusy(isBusy: boolean) {
    this.#set(BUSY, isBusy ? 1 : 0);
  }

  get aborts(): number {
    return this.#get(ABORTS);
  }

  set aborts(count: number) {
    this.#set(ABORTS, count);
  }

  /** Notes how far the present round has come, and how many transactions hold after it. */
  noteFinality(holding: number): void {
    this.#set(FINAL_AFTER + this.round - 1, this.finalEnd);
    this.#set(HOLDING_AFTER + this.round - 1, holding);
  }

  /** Transactions that are final or hold behind a conflict, after each round. */
  get holdingAfterRounds(): readonly number[] {
    return Array.from({ length: this.round }, (_, round) => this.#get(HOLDING_AFTER + round));
  }

  /** Exclusive ends of the final prefix after each round. */
  get finalAfterRounds(): readonly number[] {
    return Array.from({ length: this.round }, (_, round) => this.#get(FINAL_AFTER + round));
  }

  /** Notes how much was asked for before the present round. */
  noteLoads(count: number): void {
    this.#set(LOADS_BEFORE + this.round - 1, count);
  }

  /** How much was asked for before each round. */
  get loadsBeforeRounds(): readonly number[] {
    return Array.from({ length: this.round }, (_, round) => this.#get(LOADS_BEFORE + round));
  }

  /** Adds what decides what comes next to a fingerprint. */
  fingerprint(into: Fingerprint): void {
    for (let field = PHASE; field <= BUSY; field += 1) {
      into.add(this.#get(field));
    }
  }

  #get(field: number): number {
    return this.#arena.words[this.#start + field] ?? 0;
  }

  #set(field: number, value: number): void {
    this.#arena.words[this.#start + field] = value;
  }
}
