/**
 * Every saboteur of the scheduler: the door of this folder.
 *
 * Owns the list, in the order of the catalogue that their numbers are from. To add one, write it
 * into the file of its kind.
 */
import { doneCheck } from './doneCheck.ts';
import type { SchedulerSaboteur } from './schedulerSaboteur.ts';
import { splitSteps } from './splitSteps.ts';
import { verdicts } from './verdicts.ts';
import { wholeSteps } from './wholeSteps.ts';

/** Defects of the scheduler, each of which sampled schedules must tell apart. */
export const SCHEDULER_SABOTEURS: readonly SchedulerSaboteur[] = [
  ...wholeSteps,
  ...verdicts,
  ...splitSteps,
  ...doneCheck,
].toSorted((one, other) => numberOf(one) - numberOf(other));

function numberOf({ id }: SchedulerSaboteur): number {
  return Number(/\d+/.exec(id)?.[0]);
}
