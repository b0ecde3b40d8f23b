/**
 * What lanes on threads share beside the block: mutex, wake count, poison, step count.
 *
 * Every wait is bounded and looks at the poison flag: a lane that died may have held the mutex, and
 * a lane that waits for it must find out.
 */
import type { Arena } from '../../primitives/arena.ts';

const MUTEX = 0;
const WAKE_COUNT = 1;
const POISON = 2;
const PARKED = 3;
const STEPS = 4;
const CONTROL_WORDS = 6;

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

/** Takes the control words out of the arena; once a block. */
export function allocateControl(arena: Arena): number {
  return arena.allocate(CONTROL_WORDS);
}

/** One thread's view of the control words. */
export class LaneControl {
  readonly #arena: Arena;
  readonly #start: number;

  constructor(arena: Arena, start: number) {
    this.#arena = arena;
    this.#start = start;
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

  /** Changes whenever parked lanes may find work. */
  get wakeCount(): number {
    return Atomics.load(this.#arena.words, this.#start + WAKE_COUNT);
  }

  /** Steps made so far by all lanes; read and raised under the mutex. */
  countStep(): number {
    return Atomics.add(this.#arena.words, this.#start + STEPS, 1);
  }

  /** Sleeps until the wake count is no longer `seen`. Throws `PoisonedBlock`. */
  sleep(seen: number): void {
    const { words } = this.#arena;
    Atomics.add(words, this.#start + PARKED, 1);
    while (this.wakeCount === seen) {
      this.throwIfPoisoned();
      Atomics.wait(words, this.#start + WAKE_COUNT, seen, WAIT_MILLIS);
    }
    Atomics.sub(words, this.#start + PARKED, 1);
  }

  /** Counts one more wake-up and wakes who sleeps. */
  wake(): void {
    const { words } = this.#arena;
    Atomics.add(words, this.#start + WAKE_COUNT, 1);
    if (Atomics.load(words, this.#start + PARKED) > 0) {
      Atomics.notify(words, this.#start + WAKE_COUNT);
    }
  }

  /** Ends the block for all lanes. */
  poison(): void {
    Atomics.store(this.#arena.words, this.#start + POISON, 1);
    Atomics.notify(this.#arena.words, this.#start + MUTEX);
    this.wake();
  }

  throwIfPoisoned(): void {
    if (Atomics.load(this.#arena.words, this.#start + POISON) === 1) {
      throw new PoisonedBlock();
    }
  }
}
