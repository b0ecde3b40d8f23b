/**
 * Schedules: in which order lanes make their steps, as data.
 *
 * A parallel run is a function of its block, its state and its schedule. Who has the three can have
 * the run again, step by step, in one thread.
 */

/**
 * Who chooses at each step which lane goes: a random walk, probabilistic concurrency testing of a
 * depth, partial order sampling, two delays at most, round-robin, or clocks with jitter.
 */
export type PickerName =
  'random' | 'pct2' | 'pct3' | 'pct5' | 'pct9' | 'pos' | 'delay2' | 'robin' | 'clock';

/**
 * `<picker>:<seed>` is what a picker chooses from a decimal seed: `random:7`. `steps:<lanes>` lists
 * the choices themselves, one base-36 digit a step.
 */
export type Schedule = `${PickerName}:${string}` | `steps:${string}`;
