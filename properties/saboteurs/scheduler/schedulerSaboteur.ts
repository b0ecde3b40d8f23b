/**
 * What a saboteur of the scheduler is.
 *
 * Owns the type, the modules most of them are in, and what is demanded of each. A race that atomic
 * steps rule out is brought back by splitting the step: what was looked at in one half may be
 * otherwise in the other. Splits are text too, so that the honest engine knows nothing of them.
 */
import type { Edit, Sabotage } from '../saboteur.ts';

/** The lane machine, which makes the steps. */
export const MACHINE = 'lanes/laneMachine.js';
/** The scheduler. */
export const SCHEDULER = 'schedulers/blockStm.js';

/** One defect of the scheduler, or of what it relies on. */
export interface SchedulerSaboteur extends Sabotage {
  /** What goes wrong, in one sentence. */
  readonly why: string;
  /** Within how many schedules of all pickers in turn it must be killed; `null`: reported only. */
  readonly schedulesMax: number | null;
}

/** Schedules that a defect between whole steps survives at most. */
export const WHOLE_STEPS_MAX = 3_000;
/** Schedules that a defect between halves of steps survives at most. */
export const SPLIT_STEPS_MAX = 20_000;

/** Program counters more than lanes have: where one stands between halves of a step. */
export function standsBetween(...counters: readonly string[]): Edit {
  return {
    file: 'lanes/laneStands.js',
    find: `'validating', 'left'];`,
    replace: `'validating', 'left', ${counters.map((counter) => `'${counter}'`).join(', ')}];`,
  };
}
