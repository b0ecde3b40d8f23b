/**
 * v1, the multi-round scheduler: partition, execute, validate, and again for what conflicts.
 *
 * In a round the transactions of a partition run in index order on one lane; then all that is not
 * final is validated, and the valid prefix becomes final. What conflicts goes into new partitions,
 * made of what was really touched; what is valid but not contiguous is pending, and is not run
 * again as long as it holds. After three rounds the rest goes one by one. A transaction is executed
 * four times at most, whatever the schedule and the hints. Partitions are made by whoever is told
 * to plan.
 */
import type { Arena } from '../primitives/arena.ts';
import type { Fingerprint } from '../primitives/fingerprint.ts';
import { InvariantError, invariant, unreachable } from '../primitives/invariant.ts';
import {
  MAIN_ONLY,
  type Server,
  type Finality,
  type Report,
  type ScheduleEvidence,
  type Scheduler,
  type SchedulerCounts,
  type Task,
} from './contract.ts';
import { PartitionTable, partitionTableWords } from './partitionTable.ts';
import { ROUND_STATE_WORDS, ROUNDS_MAX, RoundState } from './roundState.ts';
import { SenderOrder, senderOrderWords } from './senderOrder.ts';
import { STATUS_WORDS, StatusTable } from './status.ts';

// preparing ─▶ planning ─planned▶ executing ─all run▶ validating ─all judged▶ settling ─▶ done
//                 ▲                                       ▲                    │   │
//                 │                                       └────withdrawn───────┤   │
//                 └────────────────────── conflicts, round < 3 ────────────────┘   │
//                                          serial ◀────── conflicts, round 3 ──────┘

/** How large a schedule is. */
export interface MultiRoundSize {
  readonly txCount: number;
  readonly lanes: number;
}

/** What is fixed about a block's schedule. */
export interface MultiRoundShape extends MultiRoundSize {
  readonly start: number;
}

/**
 * Partitions of a round at most. A multiple of the lanes, so that equal partitions end together:
 * one more than twice as many would keep one lane busy while all others have nothing left.
 */
export function partitionsOf(lanes: number): number {
  return 2 * lanes;
}

/** Takes the scheduler's words out of the arena; once a block, before any lane looks. */
export function allocateMultiRound(
  arena: Arena,
  { txCount, lanes }: MultiRoundSize,
): MultiRoundShape {
  const partitions = partitionsOf(lanes);
  const words = ROUND_STATE_WORDS + STATUS_WORDS * txCount + senderOrderWords(txCount);
  const start = arena.allocate(words + partitionTableWords({ txCount, partitions }));
  return { txCount, lanes, start };
}

/** One thread's view of the scheduler. */
export class MultiRound implements Scheduler {
  readonly checksAtPublish = false;
  readonly served: readonly Server[] = MAIN_ONLY;
  readonly marksEstimates = false;
  readonly #shape: MultiRoundShape;
  readonly #state: RoundState;
  readonly #statuses: StatusTable;
  readonly #senders: SenderOrder;
  readonly #partitions: PartitionTable;

  constructor(arena: Arena, shape: MultiRoundShape) {
    const { start, txCount, lanes } = shape;
    const senders = start + ROUND_STATE_WORDS + STATUS_WORDS * txCount;
    const partitions = senders + senderOrderWords(txCount);
    this.#state = new RoundState(arena, start);
    this.#shape = shape;
    this.#statuses = new StatusTable(arena, start + ROUND_STATE_WORDS);
    this.#senders = new SenderOrder(arena, senders, txCount);
    this.#partitions = new PartitionTable(arena, partitions, {
      txCount,
      partitions: partitionsOf(lanes),
    });
  }

  next(lane: number): Task {
    if (this.#state.phase === 'settling') {
      this.#endRound();
    }
    switch (this.#state.phase) {
      case 'preparing':
        return this.#prepare();
      case 'planning':
        return this.#plan();
      case 'executing': {
        const txIndex = this.#partitions.claim(lane);
        return txIndex === null ? { kind: 'park' } : this.#start(txIndex);
      }
      case 'validating':
        return this.#validateNext();
      case 'serial':
        return this.#serialStep();
      case 'done':
        return { kind: 'leave' };
      case 'settling':
        throw new InvariantError('a round that is settled has ended');
      default:
        return unreachable(this.#state.phase);
    }
  }

  report(_lane: number, report: Report): void {
    switch (report.kind) {
      case 'prepared':
        this.#senders.prepared(report.txIndex, report.sender);
        return;
      case 'planned':
        return this.#planned(report);
      case 'executed':
        return this.#executed(report.txIndex);
      case 'validated':
        return this.#validated(report.txIndex, report.holds);
      case 'published':
        throw new InvariantError('what is executed is checked later');
      case 'suspended':
      case 'blocked':
        throw new InvariantError('without estimates nobody waits', { kind: report.kind });
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
    return this.#state.finalEnd;
  }

  get decidedEnd(): number {
    return this.finalEnd + (this.#state.isEnded ? 1 : 0);
  }

  get confirmedHead(): number | null {
    const head = this.finalEnd;
    const settles = this.#state.phase === 'settling' || this.#state.phase === 'serial';
    const isOpen = head < this.#shape.txCount && !this.#state.isEnded;
    return settles && isOpen && this.#statuses.statusOf(head) === 'unconfirmed' ? head : null;
  }

  finalise(finality: Finality): void {
    const head = this.confirmedHead;
    invariant(head !== null, 'only a confirmed head becomes final', { finalEnd: this.finalEnd });
    if (finality === 'ends-block') {
      this.#state.end();
      return;
    }
    this.#statuses.finalise(head);
    this.#state.finalEnd = head + 1;
    if (head + 1 === this.#shape.txCount) {
      if (this.#state.phase === 'settling') {
        this.#state.noteFinality(this.finalEnd);
      }
      this.#state.phase = 'done';
    } else if (finality === 'withdrawn' && this.#state.phase === 'settling') {
      this.#beginValidation();
    }
  }

  get counts(): SchedulerCounts {
    return {
      ...this.#statuses.countExecutions(this.#shape.txCount),
      aborts: this.#state.aborts,
      suspensions: 0,
    };
  }

  get evidence(): ScheduleEvidence {
    const { finalAfterRounds, holdingAfterRounds, loadsBeforeRounds } = this.#state;
    return { finalAfterRounds, holdingAfterRounds, loadsBeforeRounds };
  }

  incarnationOf(txIndex: number): number {
    return this.#statuses.incarnationOf(txIndex);
  }

  executionsOf(txIndex: number): number {
    return this.#statuses.executionsOf(txIndex);
  }

  /** Once a round, and once more. */
  executionsBound(): number {
    return ROUNDS_MAX + 1;
  }

  assertConsistent(): void {
    const { txCount } = this.#shape;
    let executing = 0;
    for (let txIndex = 0; txIndex < txCount; txIndex += 1) {
      const status = this.#statuses.statusOf(txIndex);
      const isFinal = status === 'final';
      invariant(isFinal === txIndex < this.finalEnd, 'what is final is the prefix', { txIndex });
      executing += status === 'executing' ? 1 : 0;
    }
    invariant(executing <= this.#state.open, 'what runs is still open', { executing });
  }

  fingerprint(into: Fingerprint): void {
    this.#state.fingerprint(into);
    for (let txIndex = 0; txIndex < this.#shape.txCount; txIndex += 1) {
      this.#statuses.fingerprint(txIndex, into);
    }
    this.#partitions.fingerprint(into);
  }

  fingerprintLane(lane: number, into: Fingerprint): void {
    this.#partitions.fingerprintLane(lane, into);
  }

  #prepare(): Task {
    const task = this.#senders.next();
    if (task !== null) {
      return task;
    }
    this.#state.phase = 'planning';
    return this.#plan();
  }

  /** Whoever asks first plans the round; the others wait. */
  #plan(): Task {
    if (this.#state.isBusy) {
      return { kind: 'park' };
    }
    this.#state.isBusy = true;
    const members = this.#openMembers();
    return {
      kind: 'plan',
      round: this.#state.round + 1,
      members,
      senders: this.#sendersOf(members),
    };
  }

  #openMembers(): number[] {
    const members: number[] = [];
    for (let txIndex = this.finalEnd; txIndex < this.#shape.txCount; txIndex += 1) {
      if (this.#statuses.statusOf(txIndex) !== 'unconfirmed') {
        members.push(txIndex);
      }
    }
    return members;
  }

  #sendersOf(members: readonly number[]): number[] {
    return members.map((txIndex) => this.#senders.senderOf(txIndex));
  }

  #planned({ partitions, loads }: Extract<Report, { kind: 'planned' }>): void {
    invariant(this.#state.phase === 'planning', 'a plan is made when it is time', {
      phase: this.#state.phase,
    });
    const members = this.#openMembers();
    const planned = partitions.flat().sort((a, b) => a - b);
    invariant(
      members.length === planned.length && members.every((txIndex, i) => planned[i] === txIndex),
      'a plan has every open transaction once',
      { members, planned },
    );
    for (const txIndex of members) {
      if (this.#statuses.statusOf(txIndex) === 'executed') {
        this.#abort(txIndex);
      }
    }
    this.#partitions.fill(partitions);
    this.#state.isBusy = false;
    this.#state.round += 1;
    this.#state.noteLoads(loads);
    this.#state.open = members.length;
    this.#state.phase = 'executing';
  }

  #start(txIndex: number): Task {
    this.#statuses.start(txIndex);
    const incarnation = this.#statuses.incarnationOf(txIndex);
    const sender = this.#senders.senderOf(txIndex);
    return { kind: 'execute', txIndex, incarnation, fibre: 0, sender };
  }

  #executed(txIndex: number): void {
    this.#statuses.executed(txIndex);
    this.#state.isBusy = false;
    if (this.#state.phase === 'serial') {
      return;
    }
    this.#state.open -= 1;
    if (this.#state.open === 0) {
      this.#beginValidation();
    }
  }

  /** Everything that is not final is in question. */
  #beginValidation(): void {
    const { txCount } = this.#shape;
    this.#doubtAll();
    this.#state.cursor = this.finalEnd;
    this.#state.open = txCount - this.finalEnd;
    this.#state.phase = 'validating';
  }

  #doubtAll(): void {
    for (let txIndex = this.finalEnd; txIndex < this.#shape.txCount; txIndex += 1) {
      if (this.#statuses.statusOf(txIndex) === 'unconfirmed') {
        this.#statuses.doubt(txIndex);
      }
    }
  }

  #validateNext(): Task {
    const txIndex = this.#state.cursor;
    if (txIndex >= this.#shape.txCount) {
      return { kind: 'park' };
    }
    this.#state.cursor = txIndex + 1;
    return { kind: 'validate', txIndex, incarnation: this.#statuses.incarnationOf(txIndex) };
  }

  #validated(txIndex: number, holds: boolean): void {
    if (holds) {
      this.#statuses.confirm(txIndex);
    }
    if (this.#state.phase === 'serial') {
      this.#state.isBusy = false;
      if (!holds) {
        this.#abort(txIndex);
      }
      return;
    }
    this.#state.open -= 1;
    if (this.#state.open === 0) {
      this.#state.phase = 'settling';
    }
  }

  /** The valid prefix is final; the rest is for another round, or goes one by one. */
  #endRound(): void {
    this.#state.noteFinality(this.#shape.txCount - this.#openMembers().length);
    if (this.#state.round < ROUNDS_MAX) {
      this.#state.phase = 'planning';
      return;
    }
    this.#doubtAll();
    this.#state.open = this.#shape.txCount;
    this.#state.phase = 'serial';
  }

  /** What was executed in a round and still holds is not executed again. */
  #serialStep(): Task {
    if (this.#state.isBusy) {
      return { kind: 'park' };
    }
    this.#state.isBusy = true;
    const head = this.finalEnd;
    if (this.#statuses.statusOf(head) === 'ready') {
      return this.#start(head);
    }
    return { kind: 'validate', txIndex: head, incarnation: this.#statuses.incarnationOf(head) };
  }

  #abort(txIndex: number): void {
    this.#statuses.abort(txIndex);
    this.#state.aborts += 1;
  }
}
