/**
 * The gate of a lane on a thread: each step under the one mutex, at once.
 *
 * Owns the numbering of steps, taken inside each step: the order in which they were really made.
 */
import type { Gate } from '../gate.ts';
import type { Input, Need } from '../exchange.ts';
import type { LaneMachine } from '../laneMachine.ts';
import type { LaneControl } from './control.ts';

/** What a gate on a thread works with. */
export interface ThreadGateParts {
  readonly control: LaneControl;
  readonly machine: LaneMachine;
  /** Called with the number of each step of this lane and what it brings, under the mutex. */
  readonly onStep?: (step: number, input: Input) => void;
}

/** Steps of one lane among threads. */
export class ThreadGate implements Gate {
  readonly #parts: ThreadGateParts;

  constructor(parts: ThreadGateParts) {
    this.#parts = parts;
  }

  /** Throws `PoisonedBlock` when the block was given up, `ArenaFull` when it outgrew its buffer. */
  step(lane: number, input: Input): Need {
    const { control, machine, onStep } = this.#parts;
    control.lock();
    try {
      control.throwIfPoisoned();
      onStep?.(control.countStep(), input);
      const need = machine.advance(lane, input);
      if (need.kind === 'park') {
        control.park(lane);
      }
      control.wake(machine.woken);
      return need;
    } finally {
      control.unlock();
    }
  }

  park(lane: number): void {
    this.#parts.control.sleep(lane);
  }
}
