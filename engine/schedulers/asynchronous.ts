/**
 * v2, the asynchronous scheduler: no rounds, no validation passes, three executions at most.
 *
 * Transactions lie in tables and are started by priority. What an incarnation read is checked in
 * the step that publishes it, and again by every publication below it: whoever relies on something
 * that holds no longer is flagged, and starts again once what flagged it has been executed. Who
 * meets an estimate waits alive. The last start of a transaction happens at the head only, where
 * nothing below can change: that is the bound. The head becomes final as soon as it has been
 * executed and all it read holds.
 */
import type { Arena } from '../primitives/arena.ts';
import type { Fingerprint } from '../primitives/fingerprint.ts';
import { InvariantError, invariant, unreachable } from '../primitives/invariant.ts';
import {
  MAIN_ONLY,
  type Finality,
  type Report,
  type ScheduleEvidence,
  type Scheduler,
  type SchedulerCounts,
  type Server,
  type Task,
} from './contract.ts';
import { FibreSlots, fibreSlotWords } from './fibreSlots.ts';
import { LaneCalls, laneCallsWords } from './laneCalls.ts';
import { Preparation, preparationWords } from './preparation.ts';
import { type AsynchronousTuning, ReadyRows, USUAL_TUNING, readyRowsWords } from './readyRows.ts';
import { STATUS_WORDS, StatusTable } from './status.ts';

// Statuses are those of `status.ts`. What V2's table of states calls W, R, S, X and F is here ready
// or waiting, executing, suspended or resumable, unconfirmed, final.

/** Exclusive end of the final prefix. */
const FINAL_END = 0;
/** 1 once the head has ended the block. */
const ENDED = 1;
const ABORTS = 2;
const SUSPENSIONS = 3;
const FIXED_WORDS = 4;

/** How large a schedule is. */
export interface AsynchronousSize {
  readonly txCount: number;
  readonly lanes: number;
  /** Incarnations that a lane may keep suspended. */
  readonly fibres: number;
  /** Default: as usual. */
  readonly tuning?: AsynchronousTuning;
}

/** What is fixed about a block's schedule. */
export interface AsynchronousShape extends Required<AsynchronousSize> {
  readonly start: number;
}

/** Takes the scheduler's words out of the arena; once a block, before any lane looks. */
export function allocateAsynchronous(arena: Arena, size: AsynchronousSize): AsynchronousShape {
  const { txCount, lanes, fibres, tuning = USUAL_TUNING } = size;
  const own = FIXED_WORDS + STATUS_WORDS * txCount + laneCallsWords(lanes);
  const shape = { txCount, lanes, fibres, tuning };
  const words = own + preparationWords(txCount) + fibreSlotWords(size) + readyRowsWords(shape);
  return { ...shape, start: arena.allocate(words) };
}

/** One thread's view of the scheduler. */
export class Asynchronous implements Scheduler {
  readonly marksEstimates = false;
  readonly checksAtPublish = true;
  readonly #arena: Arena;
  readonly #shape: AsynchronousShape;
  readonly #statuses: StatusTable;
  readonly #calls: LaneCalls;
  readonly #preparation: Preparation;
  readonly #fibres: FibreSlots;
  readonly #rows: ReadyRows;
  /** Of the step at hand, which one thread makes. */
  #served: readonly Server[] = MAIN_ONLY;

  constructor(arena: Arena, shape: AsynchronousShape) {
    const { txCount, lanes } = shape;
    this.#arena = arena;
    this.#shape = shape;
    const statuses = shape.start + FIXED_WORDS;
    const calls = statuses + STATUS_WORDS * txCount;
    const preparation = calls + laneCallsWords(lanes);
    const fibres = preparation + preparationWords(txCount);
    const start = fibres + fibreSlotWords(shape);
    this.#statuses = new StatusTable(arena, statuses);
    this.#calls = new LaneCalls(arena, calls, lanes);
    this.#preparation = new Preparation(arena, preparation, txCount);
    this.#fibres = new FibreSlots(arena, fibres, shape);
    this.#rows = new ReadyRows({ arena, start }, shape, this.#statuses);
  }

  next(lane: number): Task {
    this.#served = MAIN_ONLY;
    const task = this.#taskFor(lane);
    if (task.kind === 'park') {
      this.#calls.sleeps(lane);
    } else {
      this.#calls.works(lane);
    }
    return task;
  }

  report(lane: number, report: Report): void {
    this.#served = MAIN_ONLY;
    this.#calls.asks(lane);
    switch (report.kind) {
      case 'prepared':
        return this.#preparation.senders.prepared(report.txIndex, report.sender);
      case 'planned':
        this.#preparation.planned();
        return this.#rows.plan(report, this.#preparation.senders);
      case 'published':
        return this.#published(lane, report);
      case 'suspended':
        this.#add(SUSPENSIONS, 1);
        this.#served = this.#homesOf([report.txIndex, report.on]);
        return this.#statuses.suspend(report.txIndex, report.on);
      case 'blocked':
        return this.#blocked(lane, report.txIndex, report.on);
      case 'executed':
      case 'validated':
        throw new InvariantError('what is published is checked with it', { kind: report.kind });
      default:
        return unreachable(report);
    }
  }

  endStep(): readonly number[] {
    this.#callForRows();
    return this.#calls.take();
  }

  get served(): readonly Server[] {
    return this.#served;
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
    return !this.#isDone() && this.#statuses.statusOf(head) === 'unconfirmed' ? head : null;
  }

  finalise(finality: Finality, flagged: readonly number[] = []): void {
    const head = this.confirmedHead;
    invariant(head !== null, 'only a confirmed head becomes final', { finalEnd: this.finalEnd });
    if (finality === 'ends-block') {
      this.#set(ENDED, 1);
      return;
    }
    this.#statuses.finalise(head);
    this.#set(FINAL_END, head + 1);
    this.#flagAll(flagged, head);
    this.#offerHead();
  }

  get evidence(): ScheduleEvidence {
    return this.#rows.convergence;
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

  /** Whatever the schedule and the hints. */
  executionsBound(): number {
    return this.#shape.tuning.startsMax;
  }

  assertConsistent(): void {
    const { txCount } = this.#shape;
    const alive = this.#statuses.assertConsistent(txCount, this.finalEnd);
    const inSlots = this.#fibres.assertConsistent((txIndex) => this.#statuses.isAlive(txIndex));
    invariant(alive === inSlots, 'what is alive has a slot', { alive, inSlots });
    if (this.#preparation.isOver) {
      this.#rows.assertConsistent(this.finalEnd);
    }
    for (let lane = 0; lane < this.#shape.lanes; lane += 1) {
      const isLost = this.#calls.isAsleep(lane) && this.#lowestResumable(lane) !== null;
      invariant(!isLost, 'no lane sleeps that could go on', { lane });
    }
  }

  fingerprint(into: Fingerprint): void {
    const { txCount } = this.#shape;
    into.add(this.#preparation.phase);
    into.add(this.#get(FINAL_END) * 2 + this.#get(ENDED));
    for (let txIndex = 0; txIndex < txCount; txIndex += 1) {
      this.#statuses.fingerprint(txIndex, into);
    }
    this.#rows.fingerprint(into);
  }

  fingerprintLane(lane: number, into: Fingerprint): void {
    // Tables are at home with certain lanes: no lane is like another.
    into.add(lane);
    this.#fibres.fingerprintLane(lane, into);
  }

  #taskFor(lane: number): Task {
    if (this.#isDone()) {
      return { kind: 'leave' };
    }
    return (
      this.#preparation.next() ??
      this.#claimResumable(lane) ??
      this.#claimHead(lane) ??
      this.#claimRow(lane) ?? { kind: 'park' }
    );
  }

  #claimResumable(lane: number): Task | null {
    const lowest = this.#lowestResumable(lane);
    if (lowest === null) {
      return null;
    }
    this.#served = [lane];
    this.#statuses.resume(lowest.txIndex);
    const incarnation = this.#statuses.incarnationOf(lowest.txIndex);
    return { kind: 'resume', incarnation, ...lowest };
  }

  /** The lowest incarnation of the lane that waited and need not wait any longer. */
  #lowestResumable(lane: number): { readonly txIndex: number; readonly fibre: number } | null {
    return this.#fibres.lowest(lane, (other) => this.#statuses.statusOf(other) === 'resumable');
  }

  /** The head waits for nobody, and everybody waits for it: no hint or limit holds it back. */
  #claimHead(lane: number): Task | null {
    const head = this.finalEnd;
    if (this.#statuses.statusOf(head) !== 'ready') {
      return null;
    }
    this.#served = this.#rows.homeOf(head) === lane ? [lane] : MAIN_ONLY;
    return this.#start(lane, head);
  }

  #claimRow(lane: number): Task | null {
    if (this.#fibres.isFull(lane)) {
      return null;
    }
    const own = this.#rows.first(lane, this.finalEnd);
    if (own !== null) {
      this.#served = [lane];
      return this.#start(lane, own);
    }
    this.#served = [lane, 'main'];
    const other = this.#rows.first('anywhere', this.finalEnd);
    return other === null ? null : this.#start(lane, other);
  }

  #start(lane: number, txIndex: number): Task {
    const fibre = this.#fibres.take(lane, txIndex);
    this.#rows.start(txIndex);
    this.#statuses.start(txIndex);
    const incarnation = this.#statuses.incarnationOf(txIndex);
    const sender = this.#preparation.senders.senderOf(txIndex);
    return { kind: 'execute', txIndex, incarnation, fibre, sender };
  }

  #published(
    lane: number,
    { txIndex, holds, restsOn, flagged }: Extract<Report, { kind: 'published' }>,
  ): void {
    this.#fibres.free(lane, txIndex);
    this.#statuses.executed(txIndex);
    this.#rows.order.restsOn(txIndex, restsOn);
    if (!holds) {
      this.#abort(txIndex);
      this.#flagAll(flagged, txIndex);
      this.#offer(txIndex);
      return;
    }
    this.#statuses.confirm(txIndex);
    const { toStart, toResume } = this.#statuses.release(txIndex);
    for (const waiter of toStart) {
      this.#offer(waiter);
    }
    for (const waiter of toResume) {
      this.#calls.call(this.#fibres.laneOf(waiter));
    }
    this.#flagAll(flagged, txIndex);
    const homes = this.#homesOf([txIndex, ...toStart]);
    this.#served = flagged.length === 0 ? homes : [...homes, 'main'];
  }

  /** Sub-schedulers of these, each once: what concerns some tables alone is no business of all. */
  #homesOf(rows: readonly number[]): readonly Server[] {
    return [...new Set(rows.map((txIndex) => this.#rows.homeOf(txIndex)))];
  }

  /** Whoever relied on what is otherwise now starts again. */
  #flagAll(flagged: readonly number[], cause: number): void {
    for (const txIndex of flagged) {
      this.#abort(txIndex);
      this.#rows.flaggedBy(txIndex, cause);
    }
    // Only now: who was flagged waits for others that were.
    for (const txIndex of flagged) {
      this.#offer(txIndex);
    }
  }

  #abort(txIndex: number): void {
    this.#statuses.abort(txIndex);
    this.#add(ABORTS, 1);
  }

  #blocked(lane: number, txIndex: number, on: number): void {
    this.#fibres.free(lane, txIndex);
    if (this.#statuses.hasExecuted(on)) {
      this.#statuses.giveUp(txIndex);
      this.#offer(txIndex);
    } else {
      this.#statuses.block(txIndex, on);
    }
  }

  #offer(txIndex: number): void {
    this.#rows.offer(txIndex, this.finalEnd);
  }

  /** Whoever has one start left waited to be the head. */
  #offerHead(): void {
    const head = this.finalEnd;
    if (
      !this.#isDone() &&
      this.#statuses.statusOf(head) === 'ready' &&
      !this.#rows.isListed(head)
    ) {
      this.#offer(head);
    }
  }

  /** Nobody sleeps while there is something for it that nobody is about to ask for. */
  #callForRows(): void {
    if (!this.#preparation.isOver) {
      return;
    }
    const homes = this.#rows.homesWithRows();
    this.#calls.callFor(this.#rows.listed, homes, (lane) => !this.#fibres.isFull(lane));
    const head = this.finalEnd;
    if (!this.#isDone() && this.#rows.isListed(head)) {
      this.#calls.callFor(1, [this.#rows.homeOf(head)], () => true);
    }
  }

  #isDone(): boolean {
    return this.finalEnd >= this.#shape.txCount || this.#get(ENDED) === 1;
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
