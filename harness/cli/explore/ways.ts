/**
 * The ways to go about the schedules of a block: all of them, a sample, or one.
 *
 * Owns which flag belongs to which way. A flag that would do nothing is refused: whoever gave it
 * believes that it was heeded.
 */
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

/** Flags that a way has no use for, and the words that say so. */
const WAYS: Readonly<Record<Way, WayRules>> = {
  all: {
    useless: ['schedules', 'threads', 'picker'],
    where: 'where every schedule is explored',
    remedy: 'leave it out, or leave out --exhaustive and --preemptions to sample schedules',
  },
  sample: {
    useless: ['statesMax', 'checkpoint'],
    where: 'where schedules are sampled',
    remedy: 'leave it out, or give --exhaustive or --preemptions to explore all schedules',
  },
  one: {
    useless: [
      'exhaustive',
      'preemptions',
      'statesMax',
      'checkpoint',
      'schedules',
      'threads',
      'picker',
      'budget',
    ],
    where: 'where one schedule is followed',
    remedy: 'leave it out, or leave out --schedule',
  },
};

interface WayRules {
  readonly useless: readonly WayFlag[];
  readonly where: string;
  readonly remedy: string;
}

/** The way that flags ask for. Throws `ArgumentError` where one of them belongs to another. */
export function wayOf(flags: ExploreFlags): Way {
  const way = chosenWay(flags);
  const { useless, where, remedy } = WAYS[way];
  const given = useless.find((flag) => flags[flag] !== undefined);
  if (given !== undefined) {
    const flag = SPELLINGS[given];
    throw new ArgumentError({ flag, problem: `does nothing ${where}`, remedy });
  }
  return way;
}

function chosenWay({ schedule, exhaustive, preemptions }: ExploreFlags): Way {
  if (schedule !== undefined) return 'one';
  return exhaustive === true || preemptions !== undefined ? 'all' : 'sample';
}
