/**
 * The ways to go about the schedules of a block: all of them, a sample, or one.
 *
 * Owns which flag belongs to which way. A flag that would do nothing is refused: whoever gave it
 * believes that it was heeded.
 */
import type { VirtualEngineName } from '#engine/simulation/virtualEngineNames.js';
import { ArgumentError } from '../argumentError.ts';
import type { ExploreFlags } from '../flags.ts';

/** How schedules are chosen. */
export type Way = 'all' | 'sample' | 'one';

const SPELLINGS = {
  exhaustive: '--exhaustive',
  preemptions: '--preemptions',
  statesMax: '--states-max',
  checkpoint: '--checkpoint',
  schedules: '--schedules',
  threads: '--threads',
  picker: '--picker',
  budget: '--budget',
} as const;

type WayFlag = keyof typeof SPELLINGS;

/** Flags that a way has no use for. */
const USELESS: Readonly<Record<Way, readonly WayFlag[]>> = {
  all: ['schedules', 'threads', 'picker'],
  sample: ['statesMax', 'checkpoint'],
  one: [
    'exhaustive',
    'preemptions',
    'statesMax',
    'checkpoint',
    'schedules',
    'threads',
    'picker',
    'budget',
  ],
};

const REMEDIES: Readonly<Record<Way, string>> = {
  all: 'leave it out, or leave out --exhaustive and --preemptions to sample schedules',
  sample: 'leave it out, or give --exhaustive or --preemptions to explore all schedules',
  one: 'leave it out, or leave out --schedule',
};

const NAMES: Readonly<Record<Way, string>> = {
  all: 'where every schedule is explored',
  sample: 'where schedules are sampled',
  one: 'where one schedule is followed',
};

/** The way that flags ask for. Throws `ArgumentError` where one of them belongs to another. */
export function wayOf(engine: VirtualEngineName, flags: ExploreFlags): Way {
  const way = chosenWay(flags);
  const useless = USELESS[way].find((flag) => flags[flag] !== undefined);
  if (useless !== undefined) {
    throw new ArgumentError({
      flag: SPELLINGS[useless],
      problem: `does nothing ${NAMES[way]}`,
      remedy: REMEDIES[way],
    });
  }
  if (engine === 'v1' && flags.onEstimate === 'suspend') {
    throw new ArgumentError({
      flag: '--on-estimate',
      problem: 'v1 has no estimates, so that nothing waits at one',
      remedy: 'leave it out',
    });
  }
  return way;
}

function chosenWay({ schedule, exhaustive, preemptions }: ExploreFlags): Way {
  if (schedule !== undefined) return 'one';
  return exhaustive === true || preemptions !== undefined ? 'all' : 'sample';
}
