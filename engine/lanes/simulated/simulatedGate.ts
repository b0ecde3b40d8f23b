/**
 * The simulated runtime: all lanes in one thread, one step at a time, in an order that is data.
 *
 * Owns the waiting steps. When every lane either waits for its turn or is parked, the picker
 * chooses the lane that goes next. ethereumjs runs on microtasks only, so that between two choices
 * nothing else happens, and the same choices give the same run.
 */
import { invariant } from '../../primitives/invariant.ts';
import type { Gate } from '../gate.ts';
import type { Input, Need } from '../exchange.ts';

/** Makes lanes' steps. */
interface Stepper {
  advance(lane: number, input: Input): Need;
}

/** Chooses the next lane. */
export interface Picker {
  /** One of `runnable`, which is ascending and not empty. */
  pick(runnable: readonly number[]): number;
}

/** Steps of simulated lanes. */
export class SimulatedGate implements Gate {
  readonly #machine: Stepper;
  readonly #picker: Picker;
  readonly #trace: number[] = [];
  readonly #waiting = new Map<number, () => void>();
  readonly #parked = new Map<number, () => void>();
  #present: number;

  constructor(machine: Stepper, picker: Picker, lanes: number) {
    this.#machine = machine;
    this.#picker = picker;
    this.#present = lanes;
  }

  /** The lane of each step so far: with it as choices, the run is repeated. */
  get trace(): readonly number[] {
    return this.#trace;
  }

  step(lane: number, input: Input): Promise<Need> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(lane, () => {
        try {
          const need = this.#machine.advance(lane, input);
          this.#notice(need);
          resolve(need);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
      this.#chooseIfAllWait();
    });
  }

  park(lane: number): Promise<void> {
    return new Promise((resolve) => {
      this.#parked.set(lane, resolve);
      this.#chooseIfAllWait();
    });
  }

  /** A report may have made work for parked lanes; the end of the block is for all. */
  #notice(need: Need): void {
    if (need.kind === 'leave') {
      this.#present -= 1;
    }
    if (need.kind === 'leave' || need.kind === 'reported') {
      for (const wake of this.#parked.values()) {
        wake();
      }
      this.#parked.clear();
    }
    if (need.kind === 'leave' && this.#present > 0) {
      // Nobody comes back from leaving to set the others going.
      queueMicrotask(() => this.#chooseIfAllWait());
    }
  }

  #chooseIfAllWait(): void {
    if (this.#waiting.size + this.#parked.size < this.#present) {
      return;
    }
    const runnable = [...this.#waiting.keys()].sort((a, b) => a - b);
    invariant(runnable.length > 0, 'some lane can go on', { parked: this.#parked.size });
    const lane = this.#picker.pick(runnable);
    const act = this.#waiting.get(lane);
    invariant(act !== undefined, 'a picker picks a runnable lane', { lane, runnable });
    this.#waiting.delete(lane);
    this.#trace.push(lane);
    act();
  }
}
