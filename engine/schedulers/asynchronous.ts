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
import type { Finality, Server, Report, Scheduler, SchedulerCounts, Task } from './contract.ts';
import { FibreSlots, fibreSlotWords } from './fibreSlots.ts';
import { RowTables, rowTablesWords } from './rowTables.ts';
import { SenderOrder, senderOrderWords } from './senderOrder.ts';
import { StartOrder, startOrderWords } from './startOrder.ts';
import { STATUS_WORDS, StatusTable } from './status.ts';

// Statuses are those of `status.ts`. What V2's table of states calls W, R, S, X and F is here ready
// or waiting, executing, suspended or resumable, unconfirmed, final.

const PHASE = 0;
/** Exclusive end of the final prefix. */
const FINAL_END = 1;
/** 1 once the head has ended the block. */
const ENDED = 2;
const ABORTS = 3;
const SUSPENSIONS = 4;
/** Who served last: the sub-scheduler of a lane, by its number plus 1, or 0 for nobody. */
const SERVED_BY_SUB = 5;
/** 1 where the main scheduler served, too. */
const SERVED_BY_MAIN = 6;
const FIXED_WORDS = 7;

const PREPARING = 0;
const PLANNING = 1;
const RUNNING = 2;

/** Executions of one transaction at most. */
export const STARTS_MAX = 3;

/** How large a schedule is. */
export interface AsynchronousSize {
  readonly txCount: number;
  readonly lanes: number;
  /** Incarnations that a lane may keep suspended. */
  readonly fibres: number;
}

/** What is fixed about a block's schedule. */
export interface AsynchronousShape extends AsynchronousSize {
  readonly start: number;
}

/** Tables of a block: enough that lanes share the last of them, few enough to be looked through. */
export function tablesOf(lanes: number): number {
  return 2 * lanes + 1;
}

/** Takes the scheduler's words out of the arena; once a block, before any lane looks. */
export function allocateAsynchronous(arena: Arena, size: AsynchronousSize): AsynchronousShape {
  const { txCount, lanes } = size;
  const own = FIXED_WORDS + STATUS_WORDS * txCount + startOrderWords(txCount);
  const tables = rowTablesWords({ txCount, tables: tablesOf(lanes) });
  const words = own + senderOrderWords(txCount) + fibreSlotWords(size) + tables;
  return { ...size, start: arena.allocate(words) };
}

/** One thread's view of the scheduler. */
export class Asynchronous implements Scheduler {
  readonly marksEstimates = false;
  readonly checksAtPublish = true;
  readonly evidence = {};
  readonly #arena: Arena;
  readonly #shape: AsynchronousShape;
  readonly #order: StartOrder;
  readonly #statuses: StatusTable;
  readonly #senders: SenderOrder;
  readonly #fibres: FibreSlots;
  readonly #tables: RowTables;
  readonly #mayStart = (txIndex: number): boolean => this.#isEligible(txIndex);

  constructor(arena: Arena, shape: AsynchronousShape) {
    const { txCount, lanes } = shape;
    this.#arena = arena;
    this.#shape = shape;
    const statuses = shape.start + FIXED_WORDS;
    const order = statuses + STATUS_WORDS * txCount;
    const senders = order + startOrderWords(txCount);
    const fibres = senders + senderOrderWords(txCount);
    this.#statuses = new StatusTable(arena, statuses);
    this.#order = new StartOrder(arena, order, (txIndex) => this.#statuses.hasExecuted(txIndex));
    this.#senders = new SenderOrder(arena, senders, txCount);
    this.#fibres = new FibreSlots(arena, fibres, shape);
    this.#tables = new RowTables(arena, fibres + fibreSlotWords(shape), {
      txCount,
      tables: tablesOf(lanes),
    });
  }

  next(lane: number): Task {
    this.#serve(null, true);
    if (this.#isDone()) {
      return { kind: 'leave' };
    }
    switch (this.#get(PHASE)) {
      case PREPARING:
        return this.#prepare();
      case PLANNING:
        return { kind: 'park' };
      default:
        return (
          this.#claimResumable(lane) ??
          this.#claimHead(lane) ??
          this.#claimRow(lane) ?? { kind: 'park' }
        );
    }
  }

  report(lane: number, report: Report): void {
    this.#serve(null, true);
    switch (report.kind) {
      case 'prepared':
        return this.#senders.prepared(report.txIndex, report.sender);
      case 'planned':
        return this.#planned(report);
      case 'published':
        return this.#published(lane, report);
      case 'suspended':
        this.#add(SUSPENSIONS, 1);
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

  get served(): readonly Server[] {
    const sub = this.#get(SERVED_BY_SUB);
    const places: Server[] = sub === 0 ? [] : [sub - 1];
    return this.#get(SERVED_BY_MAIN) === 1 ? [...places, 'main'] : places;
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
    return STARTS_MAX;
  }

  assertConsistent(): void {
    const { txCount } = this.#shape;
    const alive = this.#statuses.assertConsistent(txCount, this.finalEnd);
    const inSlots = this.#fibres.assertConsistent((txIndex) => this.#statuses.isAlive(txIndex));
    invariant(alive === inSlots, 'what is alive has a slot', { alive, inSlots });
    if (this.#get(PHASE) !== RUNNING) {
      return;
    }
    for (let txIndex = 0; txIndex < txCount; txIndex += 1) {
      const isReady = this.#statuses.statusOf(txIndex) === 'ready';
      invariant(this.#tables.isListed(txIndex) === isReady, 'what is to be started is listed', {
        txIndex,
      });
    }
  }

  fingerprint(into: Fingerprint): void {
    const { txCount } = this.#shape;
    into.add(this.#get(PHASE));
    into.add(this.#get(FINAL_END) * 2 + this.#get(ENDED));
    for (let txIndex = 0; txIndex < txCount; txIndex += 1) {
      this.#statuses.fingerprint(txIndex, into);
      this.#order.fingerprint(txIndex, into);
    }
    this.#tables.fingerprint(into);
  }

  fingerprintLane(lane: number, into: Fingerprint): void {
    this.#fibres.fingerprintLane(lane, into);
  }

  #prepare(): Task {
    const txIndex = this.#senders.claim();
    if (txIndex !== null) {
      return { kind: 'prepare', txIndex };
    }
    const { txCount } = this.#shape;
    if (this.#senders.preparedEnd < txCount) {
      return { kind: 'park' };
    }
    this.#set(PHASE, PLANNING);
    const members = Array.from({ length: txCount }, (_, index) => index);
    const senders = members.map((index) => this.#senders.senderOf(index));
    return { kind: 'plan', round: 1, members, senders };
  }

  #planned({ partitions, order, after }: Extract<Report, { kind: 'planned' }>): void {
    const priorities: number[] = [];
    for (const [priority, txIndex] of (order ?? partitions.flat()).entries()) {
      priorities[txIndex] = priority;
    }
    this.#tables.fill(partitions, priorities);
    for (let txIndex = 0; txIndex < this.#shape.txCount; txIndex += 1) {
      const bySender = this.#senders.predecessorOf(txIndex);
      this.#order.tell(txIndex, { bySender, told: after?.[txIndex] ?? -1 });
    }
    this.#set(PHASE, RUNNING);
  }

  /** The lowest incarnation of the lane that waited and need not wait any longer. */
  #claimResumable(lane: number): Task | null {
    let lowest: { readonly txIndex: number; readonly fibre: number } | null = null;
    for (let fibre = 0; fibre < this.#fibres.count; fibre += 1) {
      const txIndex = this.#fibres.txIndexIn(lane, fibre);
      const canGoOn = txIndex !== null && this.#statuses.statusOf(txIndex) === 'resumable';
      if (canGoOn && (lowest === null || txIndex < lowest.txIndex)) {
        lowest = { txIndex, fibre };
      }
    }
    if (lowest === null) {
      return null;
    }
    this.#serve(lane, false);
    this.#statuses.resume(lowest.txIndex);
    const incarnation = this.#statuses.incarnationOf(lowest.txIndex);
    return { kind: 'resume', incarnation, ...lowest };
  }

  /** The head waits for nobody, and everybody waits for it: no hint or limit holds it back. */
  #claimHead(lane: number): Task | null {
    const head = this.finalEnd;
    if (this.#statuses.statusOf(head) !== 'ready') {
      return null;
    }
    const isAtHome = this.#homeOf(head) === lane;
    this.#serve(isAtHome ? lane : null, !isAtHome);
    return this.#start(lane, head);
  }

  #claimRow(lane: number): Task | null {
    if (this.#fibres.isFull(lane)) {
      return null;
    }
    const { lanes } = this.#shape;
    const own = this.#tables.firstAtHome({ lane, lanes }, this.#mayStart);
    if (own !== null) {
      this.#serve(lane, false);
      return this.#start(lane, own);
    }
    this.#serve(lane, true);
    const other = this.#tables.firstAnywhere(this.#mayStart);
    return other === null ? null : this.#start(lane, other);
  }

  /** Whether a row may start. The last start happens at the head only. */
  #isEligible(txIndex: number): boolean {
    if (this.#statuses.executionsOf(txIndex) >= STARTS_MAX - 1) {
      return txIndex === this.finalEnd;
    }
    return this.#order.mayStart(txIndex, this.finalEnd);
  }

  #start(lane: number, txIndex: number): Task {
    const fibre = this.#fibres.take(lane, txIndex);
    this.#tables.unlist(txIndex);
    this.#statuses.start(txIndex);
    const incarnation = this.#statuses.incarnationOf(txIndex);
    const sender = this.#senders.senderOf(txIndex);
    return { kind: 'execute', txIndex, incarnation, fibre, sender };
  }

  #published(
    lane: number,
    { txIndex, holds, restsOn, flagged }: Extract<Report, { kind: 'published' }>,
  ): void {
    this.#fibres.free(lane, txIndex);
    this.#statuses.executed(txIndex);
    this.#order.restsOn(txIndex, restsOn);
    if (!holds) {
      this.#abort(txIndex);
      return;
    }
    this.#statuses.confirm(txIndex);
    const released = this.#statuses.release(txIndex);
    for (const waiter of released) {
      this.#tables.list(waiter);
    }
    this.#flagAll(flagged, txIndex);
    const home = this.#homeOf(txIndex);
    this.#serve(
      home,
      [...released, ...flagged].some((other) => this.#homeOf(other) !== home),
    );
  }

  /** The lane that a transaction's table is at home with. */
  #homeOf(txIndex: number): number {
    return this.#tables.tableOf(txIndex) % this.#shape.lanes;
  }

  /** Notes who serves this step. What concerns one lane's tables alone is no business of all. */
  #serve(sub: number | null, isMain: boolean): void {
    this.#set(SERVED_BY_SUB, sub === null ? 0 : sub + 1);
    this.#set(SERVED_BY_MAIN, isMain ? 1 : 0);
  }

  /** Whoever relied on what is otherwise now starts again. */
  #flagAll(flagged: readonly number[], cause: number): void {
    for (const txIndex of flagged) {
      this.#abort(txIndex);
      this.#order.flaggedBy(txIndex, cause);
    }
  }

  #abort(txIndex: number): void {
    this.#statuses.abort(txIndex);
    this.#tables.list(txIndex);
    this.#add(ABORTS, 1);
  }

  #blocked(lane: number, txIndex: number, on: number): void {
    this.#fibres.free(lane, txIndex);
    if (this.#statuses.hasExecuted(on)) {
      this.#statuses.giveUp(txIndex);
      this.#tables.list(txIndex);
    } else {
      this.#statuses.block(txIndex, on);
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
