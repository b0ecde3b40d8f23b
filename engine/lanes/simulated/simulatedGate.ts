/**
 * The simulated runtime: all lanes in one thread, one step at a time, in an order that is data.
 *
 * Owns the waiting steps. When every lane either waits for its turn or is parked, the picker
 * chooses the lane that goes next. ethereumjs runs on microtasks only, so that between two choices
 * nothing else happens, and the same choices give the same run.
 */
import { invariant } from '../../primitives/invariant.ts';
import type { Gate } from '../gate.ts';
import type { Woken } from '../../schedulers/contract.ts';
import type { Input, Need } from '../exchange.ts';
import { footprintOf } from './footprint.ts';
import type { Outlook, Picker } from './picker.ts';

/** Makes lanes' steps. */
interface Stepper {
  advance(lane: number, input: Input): Need;
  /** Parked lanes that the last step woke. */
  readonly woken: Woken;
}

/** A lane that is not running now: how it goes on, and how it is told that nobody does. */
interface Waiter {
  /** Of the step it waits for; `null` of one that is parked. */
  readonly input: Input | null;
  readonly goOn: () => void;
  readonly giveUp: (reason: Error) => void;
}

/** Steps of simulated lanes. */
export class SimulatedGate implements Gate, Outlook {
  readonly #machine: Stepper;
  readonly #picker: Picker;
  readonly #trace: number[] = [];
  readonly #waiting = new Map<number, Waiter>();
  readonly #parked = new Map<number, Waiter>();
  #present: number;
  #failure: Error | null = null;

  constructor(machine: Stepper, picker: Picker, lanes: number) {
    this.#machine = machine;
    this.#picker = picker;
    this.#present = lanes;
  }

  /** The lane of each step so far: with it as choices, the run is repeated. */
  get trace(): readonly number[] {
    return this.#trace;
  }

  /** Why the block was given up, or `null`. */
  get failure(): Error | null {
    return this.#failure;
  }

  footprintOf(lane: number): number {
    const input = this.#waiting.get(lane)?.input ?? null;
    return input === null ? 0 : footprintOf(input);
  }

  step(lane: number, input: Input): Promise<Need> {
    return this.#wait<Need>(lane, input, (resolve, reject) => {
      try {
        const need = this.#machine.advance(lane, input);
        this.#notice(need);
        resolve(need);
      } catch (error) {
        reject(asError(error));
      }
    });
  }

  park(lane: number): Promise<void> {
    return this.#wait<undefined>(lane, null, (resolve) => {
      resolve(undefined);
    });
  }

  /** Gives the block up for all lanes: one that failed will never let the others go on. */
  fail(error: unknown): void {
    this.#failure ??= asError(error);
    for (const { giveUp } of [...this.#waiting.values(), ...this.#parked.values()]) {
      giveUp(this.#failure);
    }
    this.#waiting.clear();
    this.#parked.clear();
  }

  #wait<T>(
    lane: number,
    input: Input | null,
    goOn: (resolve: (value: T) => void, reject: (reason: Error) => void) => void,
  ): Promise<T> {
    if (this.#failure !== null) {
      return Promise.reject(this.#failure);
    }
    return new Promise((resolve, giveUp) => {
      (input === null ? this.#parked : this.#waiting).set(lane, {
        input,
        goOn: () => {
          goOn(resolve, giveUp);
        },
        giveUp,
      });
      this.#chooseIfAllWait();
    });
  }

  #notice(need: Need): void {
    if (need.kind === 'leave') {
      this.#present -= 1;
    }
    const { woken } = this.#machine;
    for (const lane of woken === 'all' ? [...this.#parked.keys()] : woken) {
      this.#parked.get(lane)?.goOn();
      this.#parked.delete(lane);
    }
    if (need.kind === 'leave' && this.#present > 0) {
      // Nobody comes back from leaving to set the others going.
      queueMicrotask(() => {
        this.#chooseIfAllWait();
      });
    }
  }

  #chooseIfAllWait(): void {
    if (this.#failure !== null || this.#waiting.size + this.#parked.size < this.#present) {
      return;
    }
    try {
      this.#choose();
    } catch (error) {
      // A schedule that cannot be followed is nobody's step to fail in.
      this.fail(error);
    }
  }

  #choose(): void {
    const runnable = [...this.#waiting.keys()].sort((a, b) => a - b);
    invariant(runnable.length > 0, 'some lane can go on', { parked: this.#parked.size });
    const lane = this.#picker.pick(runnable, this);
    const waiter = this.#waiting.get(lane);
    invariant(waiter !== undefined, 'a picker picks a runnable lane', { lane, runnable });
    this.#waiting.delete(lane);
    this.#trace.push(lane);
    waiter.goOn();
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
