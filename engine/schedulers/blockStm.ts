/**
 * Block-STM: optimistic execution in preset order (Gelashvili et al., 2022).
 *
 * Two cursors run over the block, one for execution, one for validation; the lower is served first.
 * Whatever may invalidate higher transactions pulls the validation cursor back. Steps are atomic,
 * so that the paper's counters against races between cursors are not needed. Added to the paper:
 * transactions of one sender start in order, incarnations may wait alive (fibres), and transactions
 * become final one by one: the head is final once it is confirmed, since nothing is left below it
 * that could change.
 */
import type { Arena } from '../primitives/arena.ts';
import type { Fingerprint } from '../primitives/fingerprint.ts';
import { InvariantError, invariant, unreachable } from '../primitives/invariant.ts';
import {
  MAIN_ONLY,
  type Server,
  type Finality,
  type Report,
  type Scheduler,
  type SchedulerCounts,
  type Task,
} from './contract.ts';
import { FibreSlots, fibreSlotWords } from './fibreSlots.ts';
import { HandedTasks, handedTaskWords } from './handedTasks.ts';
import { SenderOrder, senderOrderWords } from './senderOrder.ts';
import { STATUS_WORDS, StatusTable } from './status.ts';

const EXECUTION = 0;
const VALIDATION = 1;
/** Exclusive end of the final prefix. */
const FINAL_END = 2;
/** 1 once the head has ended the block. */
const ENDED = 3;
const ABORTS = 4;
const SUSPENSIONS = 5;
const FIXED_WORDS = 6;

/** How large a schedule is. */
export interface BlockSTMSize {
  readonly txCount: number;
  readonly lanes: number;
  /** Incarnations that a lane may keep suspended; 0 where they are given up instead. */
  readonly fibres: number;
}

/** What is fixed about a block's schedule. */
export interface BlockSTMShape extends BlockSTMSize {
  readonly start: number;
}

/** Takes the scheduler's words out of the arena; once a block, before any lane looks. */
export function allocateBlockSTM(arena: Arena, size: BlockSTMSize): BlockSTMShape {
  const { txCount, lanes } = size;
  const words = FIXED_WORDS + STATUS_WORDS * txCount + handedTaskWords(lanes);
  return {
    ...size,
    start: arena.allocate(words + senderOrderWords(txCount) + fibreSlotWords(size)),
  };
}

/** One thread's view of the scheduler. */
export class BlockSTM implements Scheduler {
  readonly checksAtPublish = false;
  readonly served: readonly Server[] = MAIN_ONLY;
  readonly marksEstimates = true;
  readonly evidence = {};
  readonly #arena: Arena;
  readonly #shape: BlockSTMShape;
  readonly #statuses: StatusTable;
  readonly #senders: SenderOrder;
  readonly #fibres: FibreSlots;
  readonly #handed: HandedTasks;

  constructor(arena: Arena, shape: BlockSTMShape) {
    const { txCount, lanes } = shape;
    const statuses = shape.start + FIXED_WORDS;
    const senders = statuses + STATUS_WORDS * txCount;
    this.#arena = arena;
    this.#shape = shape;
    this.#statuses = new StatusTable(arena, statuses);
    this.#senders = new SenderOrder(arena, senders, txCount);
    const handed = senders + senderOrderWords(txCount);
    this.#handed = new HandedTasks(arena, handed, lanes);
    this.#fibres = new FibreSlots(arena, handed + handedTaskWords(lanes), shape);
  }

  next(lane: number): Task {
    if (this.#isDone()) {
      return { kind: 'leave' };
    }
    return (
      this.#takeHanded(lane) ??
      this.#claimResumable(lane) ??
      this.#claimPreparation() ??
      this.#claimWork(lane) ?? { kind: 'park' }
    );
  }

  report(lane: number, report: Report): void {
    switch (report.kind) {
      case 'prepared':
        return this.#senders.prepared(report.txIndex, report.sender);
      case 'executed':
        return this.#executed(lane, report);
      case 'published':
        throw new InvariantError('what is executed is checked later');
      case 'suspended':
        this.#add(SUSPENSIONS, 1);
        return this.#statuses.suspend(report.txIndex, report.on);
      case 'blocked':
        return this.#blocked(lane, report.txIndex, report.on);
      case 'validated':
        return this.#validated(lane, report);
      case 'planned':
        throw new InvariantError('there are no partitions to plan');
      default:
        return unreachable(report);
    }
  }

  isCurrent(txIndex: number, incarnation: number): boolean {
    return (
      this.#statuses.hasExecuted(txIndex) && this.#statuses.incarnationOf(txIndex) === incarnation
    );
  }

  get finalEnd(): number {
    return this.#get(FINAL_END);
  }

  get decidedEnd(): number {
    return this.finalEnd + this.#get(ENDED);
  }

  get confirmedHead(): number | null {
    const head = this.finalEnd;
    const isOpen = head < this.#shape.txCount && !this.#isDone();
    return isOpen && this.#statuses.statusOf(head) === 'unconfirmed' ? head : null;
  }

  finalise(finality: Finality): void {
    const head = this.confirmedHead;
    invariant(head !== null, 'only a confirmed head becomes final', { finalEnd: this.finalEnd });
    switch (finality) {
      case 'ends-block':
        this.#set(ENDED, 1);
        return;
      case 'withdrawn':
        this.#pullBackValidation(head + 1);
        break;
      case 'kept':
        break;
      default:
        return unreachable(finality);
    }
    this.#statuses.finalise(head);
    this.#set(FINAL_END, head + 1);
  }

  get counts(): SchedulerCounts {
    return {
      ...this.#statuses.countExecutions(this.#shape.txCount),
      aborts: this.#get(ABORTS),
      suspensions: this.#get(SUSPENSIONS),
    };
  }

  incarnationOf(txIndex: number): number {
    return this.#statuses.incarnationOf(txIndex);
  }

  executionsOf(txIndex: number): number {
    return this.#statuses.executionsOf(txIndex);
  }

  /**
   * Whoever starts again has read something that changed since the start before, or has waited for
   * a transaction that was executed since: a lower one has been published or aborted in between,
   * and either happens at most once an execution.
   */
  executionsBound(txIndex: number): number {
    let bound = 1;
    for (let lower = 0; lower < txIndex; lower += 1) {
      bound += 2 * this.#statuses.executionsOf(lower);
    }
    return bound;
  }

  assertConsistent(): void {
    const alive = this.#statuses.assertConsistent(this.#shape.txCount, this.finalEnd);
    const inSlots = this.#fibres.assertConsistent((txIndex) => this.#statuses.isAlive(txIndex));
    invariant(alive === inSlots, 'what is alive has a slot', { alive, inSlots });
    const execution = this.#get(EXECUTION);
    for (let txIndex = this.finalEnd; txIndex < execution; txIndex += 1) {
      if (this.#statuses.statusOf(txIndex) === 'ready') {
        invariant(this.#handed.isToStart(txIndex), 'what is passed over is handed to a lane', {
          txIndex,
        });
      }
    }
  }

  fingerprint(into: Fingerprint): void {
    const { txCount } = this.#shape;
    into.add(this.#get(EXECUTION));
    into.add(this.#get(VALIDATION));
    into.add(this.#get(FINAL_END) * 2 + this.#get(ENDED));
    for (let txIndex = 0; txIndex < txCount; txIndex += 1) {
      this.#statuses.fingerprint(txIndex, into);
    }
  }

  fingerprintLane(lane: number, into: Fingerprint): void {
    this.#handed.fingerprintLane(lane, into);
    this.#fibres.fingerprintLane(lane, into);
  }

  /** The lowest incarnation of the lane that waited and need not wait any longer. */
  #claimResumable(lane: number): Task | null {
    const lowest = this.#fibres.lowest(lane, (other) => this.#isResumable(other));
    if (lowest === null) {
      return null;
    }
    this.#statuses.resume(lowest.txIndex);
    const incarnation = this.#statuses.incarnationOf(lowest.txIndex);
    return { kind: 'resume', incarnation, ...lowest };
  }

  #isResumable(txIndex: number): boolean {
    return this.#statuses.statusOf(txIndex) === 'resumable';
  }

  #claimPreparation(): Task | null {
    const txIndex = this.#senders.claim();
    return txIndex === null ? null : { kind: 'prepare', txIndex };
  }

  /** Serves the lower cursor until it yields a task or both are past their ends. */
  #claimWork(lane: number): Task | null {
    for (;;) {
      const validation = this.#get(VALIDATION);
      const execution = this.#get(EXECUTION);
      if (validation < execution) {
        this.#set(VALIDATION, validation + 1);
        if (this.#statuses.statusOf(validation) === 'executed') {
          return this.#validate(validation);
        }
      } else if (execution < this.#senders.preparedEnd && this.#mayPass(lane, execution)) {
        this.#set(EXECUTION, execution + 1);
        if (this.#mayStart(execution)) {
          return this.#start(lane, execution);
        }
      } else {
        return null;
      }
    }
  }

  /** Whether the lane may move the cursor on: never past what it cannot start and another may. */
  #mayPass(lane: number, txIndex: number): boolean {
    return this.#statuses.statusOf(txIndex) !== 'ready' || this.#hasRoomFor(lane, txIndex);
  }

  /** A lane whose fibres are all suspended starts the head only. */
  #hasRoomFor(lane: number, txIndex: number): boolean {
    return txIndex === this.finalEnd || !this.#fibres.isFull(lane);
  }

  #mayStart(txIndex: number): boolean {
    if (this.#statuses.statusOf(txIndex) !== 'ready') {
      return false;
    }
    const after = this.#senders.predecessorOf(txIndex);
    if (after >= 0 && !this.#statuses.hasExecuted(after)) {
      this.#statuses.postpone(txIndex, after);
      return false;
    }
    return true;
  }

  #start(lane: number, txIndex: number): Task {
    const fibre = this.#fibres.take(lane, txIndex);
    this.#statuses.start(txIndex);
    const incarnation = this.#statuses.incarnationOf(txIndex);
    const sender = this.#senders.senderOf(txIndex);
    return { kind: 'execute', txIndex, incarnation, fibre, sender };
  }

  #validate(txIndex: number): Task {
    return { kind: 'validate', txIndex, incarnation: this.#statuses.incarnationOf(txIndex) };
  }

  #isDone(): boolean {
    return this.finalEnd >= this.#shape.txCount || this.#get(ENDED) === 1;
  }

  #executed(
    lane: number,
    { txIndex, wroteNewLocation }: Extract<Report, { kind: 'executed' }>,
  ): void {
    this.#fibres.free(lane, txIndex);
    this.#statuses.executed(txIndex);
    for (const waiter of this.#statuses.release(txIndex).toStart) {
      this.#pullBackExecution(waiter);
    }
    if (this.#get(VALIDATION) <= txIndex) {
      return;
    }
    if (wroteNewLocation) {
      this.#pullBackValidation(txIndex);
    } else {
      this.#handed.hand(lane, { kind: 'validate', txIndex });
    }
  }

  #blocked(lane: number, txIndex: number, on: number): void {
    this.#fibres.free(lane, txIndex);
    if (this.#statuses.hasExecuted(on)) {
      this.#statuses.giveUp(txIndex);
      this.#pullBackExecution(txIndex);
    } else {
      this.#statuses.block(txIndex, on);
    }
  }

  #validated(lane: number, report: Extract<Report, { kind: 'validated' }>): void {
    const { txIndex, incarnation, holds } = report;
    const status = this.#statuses.statusOf(txIndex);
    if (status === 'final' || !this.isCurrent(txIndex, incarnation)) {
      return;
    }
    if (holds) {
      // At or above the cursor it is checked again: something below may have changed since.
      if (status === 'executed' && txIndex < this.#get(VALIDATION)) {
        this.#statuses.confirm(txIndex);
      }
      return;
    }
    this.#statuses.abort(txIndex);
    this.#add(ABORTS, 1);
    this.#pullBackValidation(txIndex + 1);
    this.#startAgain(lane, txIndex);
  }

  /** Hands an aborted transaction to the lane that found it out, if it can start there now. */
  #startAgain(lane: number, txIndex: number): void {
    if (this.#get(EXECUTION) <= txIndex) {
      return;
    }
    if (!this.#hasRoomFor(lane, txIndex)) {
      this.#pullBackExecution(txIndex);
    } else if (this.#mayStart(txIndex)) {
      this.#handed.hand(lane, { kind: 'execute', txIndex });
    }
  }

  #takeHanded(lane: number): Task | null {
    const task = this.#handed.take(lane);
    if (task === null) {
      return null;
    }
    const { kind, txIndex } = task;
    const status = this.#statuses.statusOf(txIndex);
    if (kind === 'execute') {
      return status === 'ready' ? this.#start(lane, txIndex) : null;
    }
    return status === 'executed' ? this.#validate(txIndex) : null;
  }

  #pullBackExecution(txIndex: number): void {
    this.#set(EXECUTION, Math.min(this.#get(EXECUTION), txIndex));
  }

  /** Everything from `txIndex` on that was confirmed is in doubt; the cursor comes by again. */
  #pullBackValidation(txIndex: number): void {
    const cursor = this.#get(VALIDATION);
    for (let higher = txIndex; higher < cursor; higher += 1) {
      if (this.#statuses.statusOf(higher) === 'unconfirmed') {
        this.#statuses.doubt(higher);
      }
    }
    this.#set(VALIDATION, Math.min(cursor, txIndex));
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
