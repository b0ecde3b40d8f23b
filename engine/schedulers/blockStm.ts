/**
 * Block-STM: optimistic execution in preset order (Gelashvili et al., 2022).
 *
 * Two cursors run over the block, one for execution, one for validation; the lower is served first.
 * Whatever may invalidate higher transactions pulls the validation cursor back. Added to the paper:
 * lanes prepare transactions (decode, recover senders) in order, and one whose sender has a lower
 * transaction in the block starts after it. Steps are atomic, so that the paper's counters against
 * races between cursors are not needed.
 */
import type { Arena } from '../primitives/arena.ts';
import { invariant, unreachable } from '../primitives/invariant.ts';
import type { Report, Scheduler, SchedulerCounts, Task } from './contract.ts';
import { STATUS_WORDS, StatusTable } from './status.ts';

const EXECUTION = 0;
const VALIDATION = 1;
/** Tasks handed out and not yet reported. */
const ACTIVE = 2;
/** Next transaction to prepare. */
const PREPARATION = 3;
/** Exclusive end of the prefix that is prepared: no execution starts at or above it. */
const PREPARED_END = 4;
const ABORTS = 5;
const FIXED_WORDS = 6;

/** Per transaction: its sender's number plus 1, 0 while it is not prepared. */
const SENDER = 0;
/** Per transaction: the last lower one of the same sender plus 1, 0 for none. */
const AFTER = 1;
const SENDER_WORDS = 2;
/** Per lane, a task handed to it directly: kind, transaction. Kind 0 is none. */
const HANDED_WORDS = 2;
const HANDED_NONE = 0;
const HANDED_EXECUTE = 1;
const HANDED_VALIDATE = 2;

/** What is fixed about a block's schedule. */
export interface BlockSTMShape {
  readonly txCount: number;
  readonly lanes: number;
  readonly start: number;
}

/** Takes the scheduler's words out of the arena; once a block, before any lane looks. */
export function allocateBlockSTM(arena: Arena, txCount: number, lanes: number): BlockSTMShape {
  const words = FIXED_WORDS + (STATUS_WORDS + SENDER_WORDS) * txCount + HANDED_WORDS * lanes;
  return { txCount, lanes, start: arena.allocate(words) };
}

/** One thread's view of the scheduler. */
export class BlockSTM implements Scheduler {
  readonly #arena: Arena;
  readonly #shape: BlockSTMShape;
  readonly #statuses: StatusTable;
  readonly #senders: number;
  readonly #handed: number;

  constructor(arena: Arena, shape: BlockSTMShape) {
    const statuses = shape.start + FIXED_WORDS;
    this.#arena = arena;
    this.#shape = shape;
    this.#statuses = new StatusTable(arena, statuses);
    this.#senders = statuses + STATUS_WORDS * shape.txCount;
    this.#handed = this.#senders + SENDER_WORDS * shape.txCount;
  }

  next(lane: number): Task {
    const handed = this.#takeHanded(lane);
    if (handed !== null) {
      return handed;
    }
    return this.#claimPreparation() ?? this.#claimWork() ?? this.#idle();
  }

  report(lane: number, report: Report): void {
    this.#add(ACTIVE, -1);
    switch (report.kind) {
      case 'prepared':
        return this.#prepared(report.txIndex, report.sender);
      case 'executed':
        return this.#executed(lane, report);
      case 'blocked':
        return this.#blocked(report.txIndex, report.on);
      case 'validated':
        return this.#validated(lane, report);
      default:
        return unreachable(report);
    }
  }

  isCurrent(txIndex: number, incarnation: number): boolean {
    return (
      this.#statuses.statusOf(txIndex) === 'executed' &&
      this.#statuses.incarnationOf(txIndex) === incarnation
    );
  }

  /** Block-STM knows finality only of the block as a whole. */
  get finalEnd(): number {
    return this.#isDone() ? this.#shape.txCount : 0;
  }

  get counts(): SchedulerCounts {
    let executions = 0;
    let executionsMax = 0;
    for (let txIndex = 0; txIndex < this.#shape.txCount; txIndex += 1) {
      const count = this.#statuses.executionsOf(txIndex);
      executions += count;
      executionsMax = Math.max(executionsMax, count);
    }
    return { executions, executionsMax, aborts: this.#get(ABORTS) };
  }

  #claimPreparation(): Task | null {
    const txIndex = this.#get(PREPARATION);
    if (txIndex >= this.#shape.txCount) {
      return null;
    }
    this.#set(PREPARATION, txIndex + 1);
    this.#add(ACTIVE, 1);
    return { kind: 'prepare', txIndex };
  }

  /** Serves the lower cursor until it yields a task or both are past their ends. */
  #claimWork(): Task | null {
    const preparedEnd = this.#get(PREPARED_END);
    for (;;) {
      const validation = this.#get(VALIDATION);
      const execution = this.#get(EXECUTION);
      if (validation < execution) {
        this.#set(VALIDATION, validation + 1);
        if (this.#statuses.statusOf(validation) === 'executed') {
          return this.#hand('validate', validation);
        }
      } else if (execution < preparedEnd) {
        this.#set(EXECUTION, execution + 1);
        if (this.#mayStart(execution)) {
          return this.#hand('execute', execution);
        }
      } else {
        return null;
      }
    }
  }

  #mayStart(txIndex: number): boolean {
    if (this.#statuses.statusOf(txIndex) !== 'ready') {
      return false;
    }
    const after = this.#senderWord(txIndex, AFTER) - 1;
    if (after >= 0 && this.#statuses.statusOf(after) !== 'executed') {
      this.#statuses.postpone(txIndex, after);
      return false;
    }
    return true;
  }

  #hand(kind: 'execute' | 'validate', txIndex: number): Task {
    this.#add(ACTIVE, 1);
    const incarnation = this.#statuses.incarnationOf(txIndex);
    if (kind === 'execute') {
      this.#statuses.start(txIndex);
    }
    return { kind, txIndex, incarnation };
  }

  #idle(): Task {
    return { kind: this.#isDone() ? 'leave' : 'park' };
  }

  #isDone(): boolean {
    const { txCount } = this.#shape;
    return (
      this.#get(ACTIVE) === 0 && this.#get(EXECUTION) >= txCount && this.#get(VALIDATION) >= txCount
    );
  }

  #prepared(txIndex: number, sender: number): void {
    this.#setSender(txIndex, SENDER, sender + 1);
    let end = this.#get(PREPARED_END);
    while (end < this.#shape.txCount && this.#senderWord(end, SENDER) !== 0) {
      this.#setSender(end, AFTER, this.#lastOfSameSender(end) + 1);
      end += 1;
    }
    this.#set(PREPARED_END, end);
  }

  /** The nearest lower transaction of the same sender, or -1. All lower ones are prepared. */
  #lastOfSameSender(txIndex: number): number {
    const sender = this.#senderWord(txIndex, SENDER);
    if (sender === 1) {
      return -1;
    }
    let lower = txIndex - 1;
    while (lower >= 0 && this.#senderWord(lower, SENDER) !== sender) {
      lower -= 1;
    }
    return lower;
  }

  #executed(
    lane: number,
    { txIndex, wroteNewLocation }: Extract<Report, { kind: 'executed' }>,
  ): void {
    this.#statuses.executed(txIndex);
    for (const waiter of this.#statuses.release(txIndex)) {
      this.#pullBack(EXECUTION, waiter);
    }
    if (this.#get(VALIDATION) <= txIndex) {
      return;
    }
    if (wroteNewLocation) {
      this.#pullBack(VALIDATION, txIndex);
    } else {
      this.#setHanded(lane, HANDED_VALIDATE, txIndex);
    }
  }

  #blocked(txIndex: number, on: number): void {
    if (this.#statuses.statusOf(on) === 'executed') {
      this.#statuses.giveUp(txIndex);
      this.#pullBack(EXECUTION, txIndex);
    } else {
      this.#statuses.block(txIndex, on);
    }
  }

  #validated(lane: number, report: Extract<Report, { kind: 'validated' }>): void {
    const { txIndex, incarnation, holds } = report;
    if (holds || !this.isCurrent(txIndex, incarnation)) {
      return;
    }
    this.#statuses.abort(txIndex);
    this.#add(ABORTS, 1);
    this.#pullBack(VALIDATION, txIndex + 1);
    if (this.#get(EXECUTION) > txIndex && this.#mayStart(txIndex)) {
      this.#setHanded(lane, HANDED_EXECUTE, txIndex);
    }
  }

  #takeHanded(lane: number): Task | null {
    const at = this.#handed + HANDED_WORDS * lane;
    const kind = this.#arena.words[at] ?? HANDED_NONE;
    if (kind === HANDED_NONE) {
      return null;
    }
    const txIndex = this.#arena.words[at + 1] ?? 0;
    this.#arena.words[at] = HANDED_NONE;
    // Counted as active since it was handed.
    this.#add(ACTIVE, -1);
    if (kind === HANDED_EXECUTE) {
      return this.#statuses.statusOf(txIndex) === 'ready' ? this.#hand('execute', txIndex) : null;
    }
    return this.#statuses.statusOf(txIndex) === 'executed' ? this.#hand('validate', txIndex) : null;
  }

  #setHanded(lane: number, kind: number, txIndex: number): void {
    const at = this.#handed + HANDED_WORDS * lane;
    invariant(this.#arena.words[at] === HANDED_NONE, 'a lane is handed one task at a time');
    this.#arena.words[at] = kind;
    this.#arena.words[at + 1] = txIndex;
    this.#add(ACTIVE, 1);
  }

  #senderWord(txIndex: number, field: number): number {
    return this.#arena.words[this.#senders + SENDER_WORDS * txIndex + field] ?? 0;
  }

  #setSender(txIndex: number, field: number, value: number): void {
    this.#arena.words[this.#senders + SENDER_WORDS * txIndex + field] = value;
  }

  #pullBack(cursor: number, txIndex: number): void {
    this.#set(cursor, Math.min(this.#get(cursor), txIndex));
  }

  #get(field: number): number {
    return this.#arena.words[this.#shape.start + field] ?? 0;
  }

  #set(field: number, value: number): void {
    this.#arena.words[this.#shape.start + field] = value;
  }

  #add(field: number, change: number): void {
    this.#set(field, this.#get(field) + change);
  }
}
