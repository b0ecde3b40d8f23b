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
import type { ReadSet } from '../primitives/facts.ts';
import { InvariantError, invariant, unreachable } from '../primitives/invariant.ts';
import type { WriteSet } from '../primitives/writes.ts';
import type { Report, Scheduler } from '../schedulers/contract.ts';

/** What a lane brings to its next step. */
export type Input =
  | { readonly kind: 'go' }
  /** The transaction's sender, `null` when it has none. */
  | { readonly kind: 'prepared'; readonly sender: Address | null }
  | { readonly kind: 'read-account'; readonly address: Address }
  | { readonly kind: 'read-slot'; readonly address: Address; readonly slot: Bytes32 }
  | { readonly kind: 'read-code'; readonly hash: Bytes32 }
  | { readonly kind: 'finished'; readonly reads: ReadSet; readonly writes: WriteSet }
  /** The body met an estimate of `on` and stopped. */
  | { readonly kind: 'blocked'; readonly on: number };

/** What a lane needs after a step. */
export type Need =
  /** A validation was taken on: step again. */
  | { readonly kind: 'claimed' }
  /** The scheduler was told something, which may have made work for parked lanes: step again. */
  | { readonly kind: 'reported' }
  | { readonly kind: 'prepare'; readonly txIndex: number }
  | { readonly kind: 'body'; readonly txIndex: number; readonly incarnation: number }
  | { readonly kind: 'account'; readonly account: MemoryAccount }
  | { readonly kind: 'slot'; readonly value: Resolved<bigint> }
  | { readonly kind: 'code'; readonly code: Uint8Array | null }
  | { readonly kind: 'park' }
  | { readonly kind: 'leave' };

// idle ──prepare──▶ preparing ──prepared──▶ idle
//   │ ──execute──▶ running ──read──▶ running ──finished | blocked──▶ idle
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
}

const NOWHERE: Stand = { counter: 'idle', txIndex: 0, incarnation: 0 };

const COUNTER = 0;
const TX_INDEX = 1;
const INCARNATION = 2;
/** Reads of the present body so far. */
const READS = 3;
const LANE_WORDS = 4;

/** What is fixed about a block's lanes. */
export interface LanesShape {
  readonly lanes: number;
  readonly start: number;
}

/** Takes the lanes' words out of the arena; once a block. */
export function allocateLanes(arena: Arena, lanes: number): LanesShape {
  return { lanes, start: arena.allocate(LANE_WORDS * lanes) };
}

/** What a lane machine works on. */
export interface LaneParts {
  readonly arena: Arena;
  readonly shape: LanesShape;
  readonly scheduler: Scheduler;
  readonly memory: MVMemory;
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
      case 'blocked':
        return this.#end(lane, 'running', {
          kind: 'blocked',
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
        this.#stand(lane, { counter: 'preparing', txIndex: task.txIndex, incarnation: 0 });
        return task;
      case 'execute':
        this.#stand(lane, { ...task, counter: 'running' });
        return { kind: 'body', txIndex: task.txIndex, incarnation: task.incarnation };
      case 'validate':
        this.#stand(lane, { ...task, counter: 'validating' });
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

  #publish(lane: number, { reads, writes }: { reads: ReadSet; writes: WriteSet }): Need {
    const txIndex = this.#txIndex(lane);
    const incarnation = this.#get(lane, INCARNATION);
    const wroteNewLocation = this.#parts.memory.publish({ txIndex, incarnation }, reads, writes);
    return this.#end(lane, 'running', { kind: 'executed', txIndex, incarnation, wroteNewLocation });
  }

  #validate(lane: number): Need {
    const { scheduler, memory } = this.#parts;
    const txIndex = this.#txIndex(lane);
    const incarnation = this.#get(lane, INCARNATION);
    const isCurrent = scheduler.isCurrent(txIndex, incarnation);
    const holds = !isCurrent || memory.holds(txIndex);
    if (!holds) {
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
    this.#stand(lane, NOWHERE);
    return { kind: 'reported' };
  }

  #stand(lane: number, { counter, txIndex, incarnation }: Stand): void {
    const at = this.#parts.shape.start + LANE_WORDS * lane;
    const { words } = this.#parts.arena;
    words[at + COUNTER] = COUNTERS.indexOf(counter);
    words[at + TX_INDEX] = txIndex;
    words[at + INCARNATION] = incarnation;
    words[at + READS] = 0;
  }

  #countRead(lane: number): void {
    const at = this.#parts.shape.start + LANE_WORDS * lane + READS;
    this.#parts.arena.words[at] = (this.#parts.arena.words[at] ?? 0) + 1;
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
    return this.#parts.arena.words[this.#parts.shape.start + LANE_WORDS * lane + field] ?? 0;
  }
}
