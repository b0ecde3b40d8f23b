/**
 * Pickers by name, and the portfolio.
 *
 * No picker finds every bug soonest; together they miss few. Owns the names that schedules are
 * spelled with, how long unfair ones are followed, and how a budget is split among all.
 */
import type { PickerName } from '../../api/index.ts';
import type { Picker } from '../../lanes/simulated/picker.ts';
import { delayPicker } from './delayBounded.ts';
import { earliestClockPicker } from './earliestClock.ts';
import { fairAfter } from './fair.ts';
import { pctPicker } from './pct.ts';
import { posPicker } from './pos.ts';
import { randomPicker } from './random.ts';
import { roundRobinPicker } from './roundRobin.ts';

/** What a named picker is made from. */
export interface PickerOptions {
  readonly seed: bigint;
  /** Transactions of the block: decides how many decisions a run is expected to have. */
  readonly txCount: number;
}

/** Steps that one transaction takes, more or less. */
const STEPS_PER_TRANSACTION = 12;
/** How many times the expected steps an unfair picker is followed. */
const PATIENCE = 4;

/** Makers of pickers. */
const MAKERS = {
  random: ({ seed }: PickerOptions) => randomPicker(seed),
  pct2: (options: PickerOptions) => pct(options, 2),
  pct3: (options: PickerOptions) => pct(options, 3),
  pct5: (options: PickerOptions) => pct(options, 5),
  pct9: (options: PickerOptions) => pct(options, 9),
  pos: (options: PickerOptions) => inTheEndFair(options, posPicker(options.seed)),
  delay2: (options: PickerOptions) =>
    inTheEndFair(
      options,
      delayPicker({ seed: options.seed, delays: 2, horizon: stepsExpected(options) }),
    ),
  robin: ({ seed }: PickerOptions) => roundRobinPicker(seed),
  clock: ({ seed }: PickerOptions) => earliestClockPicker(seed),
} as const satisfies Readonly<Record<PickerName, (options: PickerOptions) => Picker>>;

/** All of them, the random walk first. */
export const PICKER_NAMES: readonly PickerName[] = [
  'random',
  'pct2',
  'pct3',
  'pct5',
  'pct9',
  'pos',
  'delay2',
  'robin',
  'clock',
];

/** Makes the picker of that name. */
export function namedPicker(name: PickerName, options: PickerOptions): Picker {
  return MAKERS[name](options);
}

/** Which picker the `index`-th schedule of a portfolio takes: each in its turn. */
export function portfolioAt(index: number): PickerName {
  return PICKER_NAMES[index % PICKER_NAMES.length] ?? 'random';
}

/** Steps that a run of that many transactions is expected to take. */
export function stepsExpected({ txCount }: Pick<PickerOptions, 'txCount'>): number {
  return STEPS_PER_TRANSACTION * Math.max(1, txCount);
}

function pct(options: PickerOptions, depth: number): Picker {
  const horizon = stepsExpected(options);
  return inTheEndFair(options, pctPicker({ seed: options.seed, depth, horizon }));
}

function inTheEndFair(options: PickerOptions, picker: Picker): Picker {
  return fairAfter(picker, PATIENCE * stepsExpected(options), options.seed);
}
