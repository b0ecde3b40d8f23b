/**
 * One schedule from its beginning to its end.
 *
 * Owns the loop: a picker chooses, a lane steps, somebody watches. That no lane can go although some
 * have not left is seen at once; nothing has to time out.
 */
import type { Picker } from '../lanes/simulated/simulatedGate.ts';
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

/** Runs one schedule. Resolves with the lane of each step. */
export async function walk<Outcome>(
  stage: Stage<Outcome>,
  picker: Picker,
  watcher: Watcher,
  trace: number[] = [],
): Promise<number[]> {
  const { lanes } = stage;
  watcher.begin();
  for (;;) {
    const runnable = lanes.runnable();
    if (runnable.length === 0) {
      watcher.end();
      return trace;
    }
    const lane = picker.pick(runnable);
    trace.push(lane);
    const step = lanes.step(lane);
    watcher.after(step instanceof Promise ? await step : step);
  }
}
