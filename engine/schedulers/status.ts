/**
 * The status of a transaction under Block-STM (Gelashvili et al., 2022, section 3.2 and figure 2).
 *
 * Owns statuses, incarnation numbers and the lists of who waits for whom, in the arena. Transitions
 * are asserted where they are made. Does not know cursors or tasks. Added to the paper: an
 * incarnation may stay alive while it waits, and a transaction becomes final by itself.
 */
import type { Arena } from '../primitives/arena.ts';
import type { Fingerprint } from '../primitives/fingerprint.ts';
import { invariant } from '../primitives/invariant.ts';

//               ┌─resume── resumable(k) ◀─release── suspended(k)
//               ▼                                      ▲
// ready(k) ─start─▶ executing(k) ──suspend─────────────┘
//   ▲ ▲             │ │ │
//   │ │  giveUp,k+1 │ │ └─executed─▶ executed(k) ◀─doubt── unconfirmed(k) ─finalise─▶ final(k)
//   │ ├─────────────┘ │                │   └────confirm───────▲  │
//   │ │               │ block,k+1      └────────abort,k+1────────┴──▶ ready(k+1)
//   │ └─release── waiting(k)
//   └─postpone────────▲

/** Statuses; the position of a status is its number in shared words. */
const STATUSES = [
  'ready',
  'executing',
  'suspended',
  'resumable',
  'waiting',
  'executed',
  'unconfirmed',
  'final',
] as const;

/** Where a transaction stands. */
export type Status = (typeof STATUSES)[number];

const EXECUTING = STATUSES.indexOf('executing');
const SUSPENDED = STATUSES.indexOf('suspended');
const RESUMABLE = STATUSES.indexOf('resumable');
const WAITING = STATUSES.indexOf('waiting');
/** From here on what was written is there to be read. */
const EXECUTED = STATUSES.indexOf('executed');
const FINAL = STATUSES.indexOf('final');

const STATUS = 0;
const INCARNATION = 1;
/** First transaction that waits for this one. */
const WAITERS = 2;
/** Next transaction in the list this one waits in. Links are index + 1; 0 ends a list. */
const NEXT_WAITER = 3;
const EXECUTIONS = 4;
/** Words per transaction. */
export const STATUS_WORDS = 5;

/** Who waited and does no longer. */
export interface Released {
  /** Those that have to start, again or for the first time. */
  readonly toStart: readonly number[];
  /** Those that are alive and may go on. */
  readonly toResume: readonly number[];
}

/** Statuses of all transactions of a block. */
export class StatusTable {
  readonly #arena: Arena;
  readonly #start: number;

  constructor(arena: Arena, start: number) {
    this.#arena = arena;
    this.#start = start;
  }

  statusOf(txIndex: number): Status {
    const status = STATUSES[this.#get(txIndex, STATUS)];
    invariant(status !== undefined, 'a status has a name', { txIndex });
    return status;
  }

  incarnationOf(txIndex: number): number {
    return this.#get(txIndex, INCARNATION);
  }

  executionsOf(txIndex: number): number {
    return this.#get(txIndex, EXECUTIONS);
  }

  /** Executions of all transactions, and of the one that has most. */
  countExecutions(txCount: number): { executions: number; executionsMax: number } {
    const counts = { executions: 0, executionsMax: 0 };
    for (let txIndex = 0; txIndex < txCount; txIndex += 1) {
      const executions = this.executionsOf(txIndex);
      counts.executions += executions;
      counts.executionsMax = Math.max(counts.executionsMax, executions);
    }
    return counts;
  }

  /** Whether what the transaction wrote is there to be read. */
  hasExecuted(txIndex: number): boolean {
    return this.#get(txIndex, STATUS) >= EXECUTED;
  }

  start(txIndex: number): void {
    this.#move(txIndex, 'ready', 'executing');
    this.#set(txIndex, EXECUTIONS, this.#get(txIndex, EXECUTIONS) + 1);
  }

  executed(txIndex: number): void {
    this.#move(txIndex, 'executing', 'executed');
  }

  /** All that the incarnation read holds. */
  confirm(txIndex: number): void {
    this.#move(txIndex, 'executed', 'unconfirmed');
  }

  /** Something below changed: what the incarnation read is to be checked again. */
  doubt(txIndex: number): void {
    this.#move(txIndex, 'unconfirmed', 'executed');
  }

  /** Nothing below can change any more. */
  finalise(txIndex: number): void {
    this.#move(txIndex, 'unconfirmed', 'final');
  }

  /** Withdraws an executed incarnation. */
  abort(txIndex: number): void {
    if (this.statusOf(txIndex) === 'unconfirmed') {
      this.doubt(txIndex);
    }
    this.#move(txIndex, 'executed', 'ready');
    this.#bump(txIndex);
  }

  /** A running incarnation stays alive and waits for `on` to be executed. */
  suspend(txIndex: number, on: number): void {
    this.#move(txIndex, 'executing', 'suspended');
    if (this.hasExecuted(on)) {
      this.#move(txIndex, 'suspended', 'resumable');
    } else {
      this.#enqueue(txIndex, on);
    }
  }

  resume(txIndex: number): void {
    this.#move(txIndex, 'resumable', 'executing');
  }

  /** A running incarnation gives up and waits for `on` to be executed. */
  block(txIndex: number, on: number): void {
    this.#move(txIndex, 'executing', 'waiting');
    this.#bump(txIndex);
    this.#enqueue(txIndex, on);
  }

  /** A running incarnation gives up, to run again at once. */
  giveUp(txIndex: number): void {
    this.#move(txIndex, 'executing', 'ready');
    this.#bump(txIndex);
  }

  /** Waits for `on` before it starts. */
  postpone(txIndex: number, on: number): void {
    this.#move(txIndex, 'ready', 'waiting');
    this.#enqueue(txIndex, on);
  }

  /** Lets all go on that wait for `txIndex`. */
  release(txIndex: number): Released {
    const released: { readonly toStart: number[]; readonly toResume: number[] } = {
      toStart: [],
      toResume: [],
    };
    let link = this.#get(txIndex, WAITERS);
    while (link !== 0) {
      const waiter = link - 1;
      link = this.#get(waiter, NEXT_WAITER);
      this.#set(waiter, NEXT_WAITER, 0);
      if (this.statusOf(waiter) === 'suspended') {
        this.#move(waiter, 'suspended', 'resumable');
        released.toResume.push(waiter);
      } else {
        this.#move(waiter, 'waiting', 'ready');
        released.toStart.push(waiter);
      }
    }
    this.#set(txIndex, WAITERS, 0);
    return released;
  }

  /** Whether an incarnation of the transaction is alive on some lane. */
  isAlive(txIndex: number): boolean {
    const status = this.#get(txIndex, STATUS);
    return status === EXECUTING || status === SUSPENDED || status === RESUMABLE;
  }

  /**
   * Throws unless what is final is the prefix, and whoever waits is in the list of a transaction
   * that has not executed: what has executed wakes nobody any more. Nobody else is in a list.
   * Returns how many are alive. Made after every step of a simulation: numbers, no names.
   */
  assertConsistent(txCount: number, finalEnd: number): number {
    let [waiting, listed, alive] = [0, 0, 0];
    for (let txIndex = 0; txIndex < txCount; txIndex += 1) {
      const status = this.#get(txIndex, STATUS);
      invariant((status === FINAL) === txIndex < finalEnd, 'what is final is the prefix');
      waiting += status === WAITING || status === SUSPENDED ? 1 : 0;
      alive += status === EXECUTING || status === SUSPENDED || status === RESUMABLE ? 1 : 0;
      let link = this.#get(txIndex, WAITERS);
      invariant(link === 0 || status < EXECUTED, 'who waits is woken');
      while (link !== 0) {
        const waiter = this.#get(link - 1, STATUS);
        invariant(waiter === WAITING || waiter === SUSPENDED, 'who is listed waits');
        listed += 1;
        link = this.#get(link - 1, NEXT_WAITER);
      }
    }
    invariant(waiting === listed, 'who waits is listed');
    return alive;
  }

  /**
   * Adds a transaction's status and place in lists to a fingerprint, and how often it was executed:
   * that decides nothing, but a bound is on it, which a merged state could hide.
   */
  fingerprint(txIndex: number, into: Fingerprint): void {
    into.add(this.executionsOf(txIndex));
    into.add(this.#get(txIndex, STATUS));
    into.add(this.#get(txIndex, WAITERS));
    into.add(this.#get(txIndex, NEXT_WAITER));
  }

  #enqueue(txIndex: number, on: number): void {
    invariant(on < txIndex, 'a transaction waits for lower ones only', { txIndex, on });
    this.#set(txIndex, NEXT_WAITER, this.#get(on, WAITERS));
    this.#set(on, WAITERS, txIndex + 1);
  }

  #bump(txIndex: number): void {
    this.#set(txIndex, INCARNATION, this.#get(txIndex, INCARNATION) + 1);
  }

  #move(txIndex: number, from: Status, to: Status): void {
    const status = this.statusOf(txIndex);
    invariant(status === from, 'a status changes along an edge of its diagram', {
      txIndex,
      status,
      from,
      to,
    });
    this.#set(txIndex, STATUS, STATUSES.indexOf(to));
  }

  #get(txIndex: number, field: number): number {
    return this.#arena.words[this.#start + STATUS_WORDS * txIndex + field] ?? 0;
  }

  #set(txIndex: number, field: number, value: number): void {
    this.#arena.words[this.#start + STATUS_WORDS * txIndex + field] = value;
  }
}
