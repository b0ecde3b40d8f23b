/**
 * One schedule from its beginning to its end.
 *
 * Owns the loop: a picker chooses, a lane steps, somebody watches. Where no lane can go although
 * some have not left, that is seen at once; nothing has to time out.
 */
import type { Picker } from '../lanes/simulated/picker.ts';
import type { Stage } from './stage.ts';
import type { Step } from './virtualLanes.ts';

/** Sees every step of a schedule. Throws what it does not like. */
export interface Watcher {
  /** A schedule begins. */
  begin(): void;
  /** Called after each step. */
  after(step: Step): void;
  /** No lane can go any more. */
  end(): void;
}

/** How a schedule is run. */
export interface WalkOptions {
  readonly picker: Picker;
  readonly watcher: Watcher;
  /** Takes the lane of each step, also of a schedule that fails. */
  readonly trace?: number[];
}

/** Runs one schedule. Resolves with the lane of each step. */
export async function walk<Outcome>(
  { lanes }: Stage<Outcome>,
  { picker, watcher, trace = [] }: WalkOptions,
): Promise<readonly number[]> {
  watcher.begin();
  for (;;) {
    const runnable = lanes.runnable();
    if (runnable.length === 0) {
      watcher.end();
      return trace;
    }
    const lane = picker.pick(runnable, lanes);
    trace.push(lane);
    const step = lanes.step(lane);
    watcher.after(step instanceof Promise ? await step : step);
  }
}
