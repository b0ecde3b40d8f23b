/**
 * Schedules: in which order lanes make their steps, as data.
 *
 * A parallel run is a function of its block, its state and its schedule. Who has the three can have
 * the run again, step by step, in one thread.
 */

/**
 * `random:<seed>` is a walk that a decimal seed decides: at each step any lane that can go has an
 * equal chance. `steps:<lanes>` lists the choices themselves, one base-36 digit a step.
 */
export type Schedule = `random:${string}` | `steps:${string}`;
