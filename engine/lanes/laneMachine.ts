/**
 * The lane machine: one lane, one atomic step at a time.
 *
 * A lane is a value: where it stands lies in the arena beside scheduler and memory, so that the
 * same machine runs on threads, in simulation and in an explorer that copies the arena. `advance`
 * makes exactly one step and says what the lane needs next. Only a transaction's body runs between
 * steps. After each report the final prefix moves on as far as it goes.
 */
import type { Address } from '../api/index.ts';
import { readAccount } from '../memory/memoryAccount.ts';
import type { MVMemory, Version } from '../memory/mvMemory.ts';
import type { Arena } from '../primitives/arena.ts';
import type { Defect } from '../primitives/defects.ts';
import { InvariantError, invariant, unreachable } from '../primitives/invariant.ts';
import { NO_SENDER, type Report, type Scheduler, type Woken } from '../schedulers/contract.ts';
import type { AdmissionTable } from './admissionTable.ts';
import type { Input, Need } from './exchange.ts';
import { type LaneStands, NOWHERE, type ProgramCounter } from './laneStands.ts';
import type { Planner } from './planner.ts';
import type { TraceDigest } from './traceDigest.ts';

const CLAIMED: Need = { kind: 'claimed' };

/** What a lane machine works on. */
export interface LaneParts {
  readonly arena: Arena;
  readonly stands: LaneStands;
  readonly scheduler: Scheduler;
  readonly memory: MVMemory;
  readonly admission: AdmissionTable;
  readonly planner: Planner;
  readonly digest: TraceDigest;
  /** What is wrong on purpose. */
  readonly defect: Defect | null;
}

/** One thread's view of all lanes. */
export class LaneMachine {
  readonly #parts: LaneParts;
  #woken: Woken = [];

  constructor(parts: LaneParts) {
    this.#parts = parts;
  }

  /** Makes one step of `lane`. The caller holds the mutex, or is alone. */
  advance(lane: number, input: Input): Need {
    const { arena, stands, digest } = this.#parts;
    arena.refresh();
    const txIndex = stands.txIndexOf(lane);
    const need = this.#step(lane, input);
    this.#woken = this.#wokenBy(need);
    digest.add(lane, input, { about: txIndex, need });
    return need;
  }

  /** Parked lanes that the last step woke. */
  get woken(): Woken {
    return this.#woken;
  }

  #wokenBy({ kind }: Need): Woken {
    switch (kind) {
      case 'account':
      case 'slot':
      case 'code':
        return [];
      case 'leave':
        return 'all';
      default:
        return this.#parts.scheduler.endStep?.() ?? (kind === 'reported' ? 'all' : []);
    }
  }

  #step(lane: number, input: Input): Need {
    switch (input.kind) {
      case 'go':
        return this.#go(lane);
      case 'prepared':
        return this.#prepared(lane, input.sender);
      case 'read-account':
      case 'read-slot':
      case 'read-code':
        return this.#read(lane, input);
      case 'finished':
        return this.#publish(lane, input);
      case 'suspended':
      case 'blocked': {
        const { txIndex, incarnation } = this.#parts.stands.of(lane);
        const { kind, on } = input;
        return this.#end(lane, 'running', { kind, txIndex, incarnation, on });
      }
      default:
        return unreachable(input);
    }
  }

  #go(lane: number): Need {
    const counter = this.#parts.stands.counterOf(lane);
    switch (counter) {
      case 'idle':
        return this.#ask(lane);
      case 'validating':
        return this.#validate(lane);
      case 'left':
        return { kind: 'leave' };
      case 'preparing':
      case 'running':
        throw new InvariantError('a lane at work brings what it made', { lane, counter });
      default:
        return unreachable(counter);
    }
  }

  #ask(lane: number): Need {
    const { scheduler, stands } = this.#parts;
    const task = scheduler.next(lane);
    switch (task.kind) {
      case 'prepare': {
        const { txIndex } = task;
        stands.set(lane, { counter: 'preparing', txIndex, incarnation: 0, fibre: 0 });
        return task;
      }
      case 'execute': {
        // Written out, here and below: spreads would cost more than the scheduler.
        const { txIndex, incarnation, fibre } = task;
        stands.set(lane, { counter: 'running', txIndex, incarnation, fibre });
        stands.beginReads(lane, fibre);
        const sender = this.#senderNumbered(task.sender);
        return { kind: 'body', txIndex, incarnation, fibre, sender };
      }
      case 'resume': {
        const { txIndex, incarnation, fibre } = task;
        stands.set(lane, { counter: 'running', txIndex, incarnation, fibre });
        return { kind: 'resume', fibre };
      }
      case 'validate': {
        const { txIndex, incarnation } = task;
        stands.set(lane, { counter: 'validating', txIndex, incarnation, fibre: 0 });
        return CLAIMED;
      }
      case 'plan': {
        const plan = this.#parts.planner.plan(task);
        const report = { kind: 'planned', ...plan, loads: this.#parts.memory.loads } as const;
        scheduler.report(lane, report);
        return { kind: 'reported', report };
      }
      case 'park':
        return task;
      case 'leave':
        stands.set(lane, { counter: 'left', txIndex: 0, incarnation: 0, fibre: 0 });
        return task;
      default:
        return unreachable(task);
    }
  }

  #senderNumbered(number: number): Address | null {
    return number === NO_SENDER ? null : this.#parts.memory.senderNumbered(number);
  }

  #read(lane: number, input: Extract<Input, { readonly kind: `read-${string}` }>): Need {
    const { stands, memory } = this.#parts;
    const txIndex = stands.txIndexOf(lane);
    stands.countRead(lane);
    switch (input.kind) {
      case 'read-account':
        return { kind: 'account', account: readAccount(memory.resolver, txIndex, input.address) };
      case 'read-slot':
        return { kind: 'slot', value: memory.resolver.slot(txIndex, input.address, input.slot) };
      case 'read-code':
        return { kind: 'code', code: memory.code(input.hash) };
      default:
        return unreachable(input);
    }
  }

  #prepared(lane: number, sender: Address | null): Need {
    return this.#end(lane, 'preparing', {
      kind: 'prepared',
      txIndex: this.#parts.stands.txIndexOf(lane),
      sender: sender === null ? NO_SENDER : this.#parts.memory.senderId(sender),
    });
  }

  #publish(
    lane: number,
    { reads, writes, demand }: Extract<Input, { readonly kind: 'finished' }>,
  ): Need {
    const { stands, memory, admission, scheduler, defect } = this.#parts;
    const { txIndex, incarnation } = stands.of(lane);
    const before = scheduler.checksAtPublish ? memory.writtenBy(txIndex) : [];
    const isNew = memory.publish({ txIndex, incarnation }, reads, writes);
    admission.ask(txIndex, demand);
    if (scheduler.checksAtPublish) {
      return this.#check(lane, { txIndex, incarnation, before });
    }
    const wroteNewLocation = isNew && defect !== 'ignore-new-locations';
    return this.#end(lane, 'running', { kind: 'executed', txIndex, incarnation, wroteNewLocation });
  }

  /** Checks what was published, and whoever relies on what stood there until now. */
  #check(
    lane: number,
    { txIndex, incarnation, before }: Version & { readonly before: readonly number[] },
  ): Need {
    const { memory, defect } = this.#parts;
    const holds = defect === 'skip-validation' || !memory.fails(txIndex);
    const restsOn = memory.restsOn(txIndex);
    if (!holds) {
      memory.retract(txIndex);
    }
    // What does not hold is estimates now, and nobody's fact is false for them. Where it does not
    // write any more there are none: who relied on that is told now, for no later one will look.
    const flagged = this.#flag(txIndex, before);
    const version = { txIndex, incarnation };
    return this.#end(lane, 'running', { kind: 'published', ...version, holds, restsOn, flagged });
  }

  /** Those above that rely on what is otherwise now; what they wrote may change. */
  #flag(txIndex: number, before: readonly number[]): readonly number[] {
    const { memory, defect } = this.#parts;
    if (defect === 'skip-validation') {
      return [];
    }
    const now = defect === 'ignore-new-locations' ? [] : memory.writtenBy(txIndex);
    const locations = new Set([...before, ...now]);
    const flagged = memory.brokenAbove(txIndex, locations);
    for (const reader of flagged) {
      memory.retract(reader);
    }
    return flagged;
  }

  #validate(lane: number): Need {
    const { stands, scheduler, memory, defect } = this.#parts;
    const { txIndex, incarnation } = stands.of(lane);
    // What became final or was aborted in the meantime needs no verdict any more.
    const isOpen = txIndex >= scheduler.finalEnd && scheduler.isCurrent(txIndex, incarnation);
    const holds = !isOpen || defect === 'skip-validation' || memory.holds(txIndex);
    if (!holds && scheduler.marksEstimates && defect !== 'no-estimates') {
      memory.markEstimates(txIndex);
    }
    return this.#end(lane, 'validating', { kind: 'validated', txIndex, incarnation, holds });
  }

  #end(lane: number, from: ProgramCounter, report: Report): Need {
    const { stands, scheduler } = this.#parts;
    const counter = stands.counterOf(lane);
    invariant(counter === from, 'a lane reports what it was ordered', { lane, counter, from });
    scheduler.report(lane, report);
    this.#finalise();
    stands.set(lane, NOWHERE);
    return { kind: 'reported', report };
  }

  #withdraw(head: number): readonly number[] {
    const { memory, scheduler } = this.#parts;
    const before = memory.writtenBy(head);
    memory.withdraw(head);
    return scheduler.checksAtPublish ? this.#flag(head, before) : [];
  }

  /** Moves the final prefix on as far as it goes, admitting transaction by transaction. */
  #finalise(): void {
    const { scheduler, memory, admission } = this.#parts;
    let head = scheduler.confirmedHead;
    while (head !== null) {
      const finality = admission.decide(head);
      const flagged = finality === 'withdrawn' ? this.#withdraw(head) : [];
      scheduler.finalise(finality, flagged);
      memory.finalise(scheduler.finalEnd);
      head = scheduler.confirmedHead;
    }
  }
}
