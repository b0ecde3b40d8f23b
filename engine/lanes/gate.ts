/**
 * The gate: how a lane gets to make its next step.
 *
 * The one difference between the runtimes. On threads a step is made under the mutex, at once; in
 * simulation it waits until the picker chooses the lane. A step is a closure handed to the gate,
 * never something done after a gate was passed: the lock must not be held across an await.
 */
import type { Input, Need } from './exchange.ts';

/** Lets lanes step. */
export interface Gate {
  /** Makes one step of `lane` with `input`. */
  step(lane: number, input: Input): Need | Promise<Need>;
  /** Waits until something may have changed for a lane that had nothing to do. */
  park(lane: number): void | Promise<void>;
}
