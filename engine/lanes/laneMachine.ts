/**
 * The lane machine: one lane, one atomic step at a time.
 *
 * A lane is a value: where it stands lies in the arena beside scheduler and memory, so that the
 * same machine runs on threads, in simulation and in an explorer that copies the arena. `advance`
 * makes exactly one step and says what the lane needs next. Only a transaction's body runs between
 * steps.
 */
import type { Address, Bytes32 } from '../api/index.ts';
import type { MVMemory } from '../memory/mvMemory.ts';
import { type MemoryAccount, readAccount } from '../memory/memoryAccount.ts';
import type { Resolved } from '../memory/resolve.ts';
import type { Arena } from '../primitives/arena.ts';
import type { Defect } from '../primitives/defects.ts';
import type { ReadSet } from '../primitives/facts.ts';
import { InvariantError, invariant, unreachable } from '../primitives/invariant.ts';
import type { WriteSet } from '../primitives/writes.ts';
import type { Report, Scheduler } from '../schedulers/contract.ts';
import type { FibreShape } from '../schedulers/fibreSlots.ts';
import type { AdmissionTable } from './admissionTable.ts';
import type { Demand } from './body.ts';

/** What a lane brings to its next step. */
export type Input =
  | { readonly kind: 'go' }
  /** The transaction's sender, `null` when it has none. */
  | { readonly kind: 'prepared'; readonly sender: Address | null }
  | { readonly kind: 'read-account'; readonly address: Address }
  | { readonly kind: 'read-slot'; readonly address: Address; readonly slot: Bytes32 }
  | { readonly kind: 'read-code'; readonly hash: Bytes32 }
  | {
      readonly kind: 'finished';
      readonly reads: ReadSet;
      readonly writes: WriteSet;
      readonly demand: Demand;
    }
  /** The body met an estimate of `on` and waits. */
  | { readonly kind: 'suspended'; readonly on: number }
  /** The body met an estimate of `on` and stopped. */
  | { readonly kind: 'blocked'; readonly on: number };

/** What a lane needs after a step. */
export type Need =
  /** A validation was taken on: step again. */
  | { readonly kind: 'claimed' }
  /** The scheduler was told something, which may have made work for parked lanes: step again. */
  | { readonly kind: 'reported' }
  | { readonly kind: 'prepare'; readonly txIndex: number }
  /** Start a body as the fibre of that number. */
  | {
      readonly kind: 'body';
      readonly txIndex: number;
      readonly incarnation: number;
      readonly fibre: number;
    }
  /** Let the body of that fibre go on. */
  | { readonly kind: 'resume'; readonly fibre: number }
  | { readonly kind: 'account'; readonly account: MemoryAccount }
  | { readonly kind: 'slot'; readonly value: Resolved<bigint> }
  | { readonly kind: 'code'; readonly code: Uint8Array | null }
  | { readonly kind: 'park' }
  | { readonly kind: 'leave' };

// idle ──prepare──▶ preparing ──prepared──▶ idle
//   │ ──execute | resume──▶ running ──read──▶ running ──finished | suspended | blocked──▶ idle
//   │ ──validate─▶ validating ──go──▶ idle
//   └ ──leave────▶ left

/** Where a lane stands; the position of a name is its number in shared words. */
const COUNTERS = ['idle', 'preparing', 'running', 'validating', 'left'] as const;

type ProgramCounter = (typeof COUNTERS)[number];

/** All that a lane knows of itself between two steps. */
interface Stand {
  readonly counter: ProgramCounter;
  readonly txIndex: number;
  readonly incarnation: number;
  readonly fibre: number;
}

const NOWHERE: Stand = { counter: 'idle', txIndex: 0, incarnation: 0, fibre: 0 };

const COUNTER = 0;
const TX_INDEX = 1;
const INCARNATION = 2;
const FIBRE = 3;
/** Per fibre: reads of its body so far. */
const READS = 4;

/** What is fixed about a block's lanes. */
export interface LanesShape extends FibreShape {
  readonly start: number;
}

/** Takes the lanes' words out of the arena; once a block. */
export function allocateLanes(arena: Arena, { lanes, fibres }: FibreShape): LanesShape {
  return { lanes, fibres, start: arena.allocate(laneWords(fibres) * lanes) };
}

/** Words of one lane: one fibre more than may be suspended is the one that runs. */
function laneWords(fibres: number): number {
  return READS + fibres + 1;
}

/** What a lane machine works on. */
export interface LaneParts {
  readonly arena: Arena;
  readonly shape: LanesShape;
  readonly scheduler: Scheduler;
  readonly memory: MVMemory;
  readonly admission: AdmissionTable;
  /** What is wrong on purpose. */
  readonly defect: Defect | null;
}

/** One thread's view of all lanes. */
export class LaneMachine {
  readonly #parts: LaneParts;

  constructor(parts: LaneParts) {
    this.#parts = parts;
  }

  /** Makes one step of `lane`. The caller holds the mutex, or is alone. */
  advance(lane: number, input: Input): Need {
    switch (input.kind) {
      case 'go':
        return this.#go(lane);
      case 'prepared':
        return this.#prepared(lane, input.sender);
      case 'read-account':
        this.#countRead(lane);
        return {
          kind: 'account',
          account: readAccount(this.#parts.memory.resolver, this.#txIndex(lane), input.address),
        };
      case 'read-slot':
        this.#countRead(lane);
        return {
          kind: 'slot',
          value: this.#parts.memory.resolver.slot(this.#txIndex(lane), input.address, input.slot),
        };
      case 'read-code':
        this.#countRead(lane);
        return { kind: 'code', code: this.#parts.memory.code(input.hash) };
      case 'finished':
        return this.#publish(lane, input);
      case 'suspended':
      case 'blocked':
        return this.#end(lane, 'running', {
          kind: input.kind,
          txIndex: this.#txIndex(lane),
          incarnation: this.#get(lane, INCARNATION),
          on: input.on,
        });
      default:
        return unreachable(input);
    }
  }

  #go(lane: number): Need {
    const counter = this.#counter(lane);
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
    const task = this.#parts.scheduler.next(lane);
    switch (task.kind) {
      case 'prepare':
        this.#stand(lane, { ...NOWHERE, counter: 'preparing', txIndex: task.txIndex });
        return task;
      case 'execute':
        this.#stand(lane, { ...task, counter: 'running' });
        this.#set(lane, READS + task.fibre, 0);
        return { ...task, kind: 'body' };
      case 'resume':
        this.#stand(lane, { ...task, counter: 'running' });
        return { kind: 'resume', fibre: task.fibre };
      case 'validate':
        this.#stand(lane, { ...NOWHERE, ...task, counter: 'validating' });
        return { kind: 'claimed' };
      case 'park':
        return task;
      case 'leave':
        this.#stand(lane, { ...NOWHERE, counter: 'left' });
        return task;
      default:
        return unreachable(task);
    }
  }

  #prepared(lane: number, sender: Address | null): Need {
    return this.#end(lane, 'preparing', {
      kind: 'prepared',
      txIndex: this.#txIndex(lane),
      sender: sender === null ? 0 : this.#parts.memory.senderId(sender),
    });
  }

  #publish(
    lane: number,
    { reads, writes, demand }: Extract<Input, { readonly kind: 'finished' }>,
  ): Need {
    const { memory, admission, defect } = this.#parts;
    const txIndex = this.#txIndex(lane);
    const incarnation = this.#get(lane, INCARNATION);
    const isNew = memory.publish({ txIndex, incarnation }, reads, writes);
    admission.ask(txIndex, demand);
    const wroteNewLocation = isNew && defect !== 'ignore-new-locations';
    return this.#end(lane, 'running', { kind: 'executed', txIndex, incarnation, wroteNewLocation });
  }

  #validate(lane: number): Need {
    const { scheduler, memory, defect } = this.#parts;
    const txIndex = this.#txIndex(lane);
    const incarnation = this.#get(lane, INCARNATION);
    // What became final or was aborted in the meantime needs no verdict any more.
    const isOpen = txIndex >= scheduler.finalEnd && scheduler.isCurrent(txIndex, incarnation);
    const holds = !isOpen || defect === 'skip-validation' || memory.holds(txIndex);
    if (!holds && defect !== 'no-estimates') {
      memory.markEstimates(txIndex);
    }
    return this.#end(lane, 'validating', { kind: 'validated', txIndex, incarnation, holds });
  }

  #end(lane: number, from: ProgramCounter, report: Report): Need {
    invariant(this.#counter(lane) === from, 'a lane reports what it was ordered', {
      lane,
      counter: this.#counter(lane),
      from,
    });
    this.#parts.scheduler.report(lane, report);
    this.#finalise();
    this.#stand(lane, NOWHERE);
    return { kind: 'reported' };
  }

  /** Moves the final prefix on as far as it goes, admitting transaction by transaction. */
  #finalise(): void {
    const { scheduler, memory, admission } = this.#parts;
    let head = scheduler.confirmedHead;
    while (head !== null) {
      const finality = admission.decide(head);
      if (finality === 'withdrawn') {
        memory.withdraw(head);
      }
      scheduler.finalise(finality);
      memory.finalise(scheduler.finalEnd);
      head = scheduler.confirmedHead;
    }
  }

  #stand(lane: number, { counter, txIndex, incarnation, fibre }: Stand): void {
    this.#set(lane, COUNTER, COUNTERS.indexOf(counter));
    this.#set(lane, TX_INDEX, txIndex);
    this.#set(lane, INCARNATION, incarnation);
    this.#set(lane, FIBRE, fibre);
  }

  #countRead(lane: number): void {
    const field = READS + this.#get(lane, FIBRE);
    this.#set(lane, field, this.#get(lane, field) + 1);
  }

  #counter(lane: number): ProgramCounter {
    const counter = COUNTERS[this.#get(lane, COUNTER)];
    invariant(counter !== undefined, 'a lane stands somewhere', { lane });
    return counter;
  }

  #txIndex(lane: number): number {
    return this.#get(lane, TX_INDEX);
  }

  #get(lane: number, field: number): number {
    return this.#parts.arena.words[this.#at(lane) + field] ?? 0;
  }

  #set(lane: number, field: number, value: number): void {
    this.#parts.arena.words[this.#at(lane) + field] = value;
  }

  #at(lane: number): number {
    const { start, fibres } = this.#parts.shape;
    return start + laneWords(fibres) * lane;
  }
}
