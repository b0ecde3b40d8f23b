/**
 * What lanes on threads share beside the block: mutex, who is parked, poison, step count.
 *
 * Every wait is bounded and looks at the poison flag: a lane that died may have held the mutex, and
 * a lane that waits for it must find out.
 */
import type { Arena } from '../../primitives/arena.ts';
import type { Woken } from '../../schedulers/contract.ts';

const MUTEX = 0;
const POISON = 1;
const STEPS = 2;
/** From here on of each lane 1 while it is parked; written under the mutex, or on poison. */
const PARKED = 3;

const FREE = 0;
const HELD = 1;
const HELD_WITH_WAITERS = 2;
/** Tries before sleeping: at a realistic duty the mutex is free again within 100 of them. */
const SPINS = 100;
const WAIT_MILLIS = 20;

/** Another lane died or gave up; this block is lost for all lanes. */
export class PoisonedBlock extends Error {
  constructor() {
    super('the block was given up');
    this.name = 'PoisonedBlock';
  }
}

/** Where the control words of a block are, and for how many lanes. */
export interface ControlShape {
  readonly start: number;
  readonly lanes: number;
}

/** Takes the control words out of the arena; once a block. */
export function allocateControl(arena: Arena, lanes: number): ControlShape {
  return { start: arena.allocate(PARKED + lanes), lanes };
}

/** One thread's view of the control words. */
export class LaneControl {
  readonly #arena: Arena;
  readonly #start: number;
  readonly #lanes: number;

  constructor(arena: Arena, { start, lanes }: ControlShape) {
    this.#arena = arena;
    this.#start = start;
    this.#lanes = lanes;
  }

  /** Takes the mutex (Drepper, "Futexes are tricky", 2011). Throws `PoisonedBlock`. */
  lock(): void {
    const { words } = this.#arena;
    const at = this.#start + MUTEX;
    for (let spin = 0; spin < SPINS; spin += 1) {
      if (Atomics.compareExchange(words, at, FREE, HELD) === FREE) {
        return;
      }
    }
    while (Atomics.exchange(words, at, HELD_WITH_WAITERS) !== FREE) {
      Atomics.wait(words, at, HELD_WITH_WAITERS, WAIT_MILLIS);
      this.throwIfPoisoned();
    }
  }

  unlock(): void {
    const { words } = this.#arena;
    const at = this.#start + MUTEX;
    if (Atomics.exchange(words, at, FREE) === HELD_WITH_WAITERS) {
      Atomics.notify(words, at, 1);
    }
  }

  /** Steps made so far by all lanes; read and raised under the mutex. */
  countStep(): number {
    return Atomics.add(this.#arena.words, this.#start + STEPS, 1);
  }

  /** The lane is about to sleep; under the mutex, so that whoever steps next can wake it. */
  park(lane: number): void {
    Atomics.store(this.#arena.words, this.#parkedAt(lane), 1);
  }

  /** Sleeps until the lane is woken. Throws `PoisonedBlock`. */
  sleep(lane: number): void {
    const at = this.#parkedAt(lane);
    while (Atomics.load(this.#arena.words, at) === 1) {
      this.throwIfPoisoned();
      Atomics.wait(this.#arena.words, at, 1, WAIT_MILLIS);
    }
  }

  /** Wakes lanes that are parked. */
  wake(lanes: Woken): void {
    if (lanes === 'all') {
      for (let lane = 0; lane < this.#lanes; lane += 1) {
        this.#wake(lane);
      }
      return;
    }
    for (const lane of lanes) {
      this.#wake(lane);
    }
  }

  /** Ends the block for all lanes. */
  poison(): void {
    Atomics.store(this.#arena.words, this.#start + POISON, 1);
    Atomics.notify(this.#arena.words, this.#start + MUTEX);
    this.wake('all');
  }

  throwIfPoisoned(): void {
    if (Atomics.load(this.#arena.words, this.#start + POISON) === 1) {
      throw new PoisonedBlock();
    }
  }

  #wake(lane: number): void {
    const { words } = this.#arena;
    const at = this.#parkedAt(lane);
    if (Atomics.exchange(words, at, 0) === 1) {
      Atomics.notify(words, at);
    }
  }

  #parkedAt(lane: number): number {
    return this.#start + PARKED + lane;
  }
}
