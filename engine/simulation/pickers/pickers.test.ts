/**
 * Pickers choose lanes that can go, are functions of their seeds, and differ from each other.
 */
import { describe, expect, test } from 'vitest';
import type { Picker } from '#engine/lanes/simulated/picker.js';
import { delayPicker } from '#engine/simulation/pickers/delayBounded.js';
import { fairAfter } from '#engine/simulation/pickers/fair.js';
import { namedPicker, PICKER_NAMES, portfolioAt } from '#engine/simulation/pickers/named.js';
import { pctPicker } from '#engine/simulation/pickers/pct.js';
import { posPicker } from '#engine/simulation/pickers/pos.js';
import { Prng } from '#engine/primitives/prng.js';

const LANES = [0, 1, 2, 3] as const;
const STEPS = 200;

/** What a picker chooses when lanes can and cannot go as `weather` says. */
function choices(picker: Picker, weather: bigint): number[] {
  const prng = new Prng(weather);
  const outlook = { footprintOf: (lane: number) => 1 << prng.below(2 + lane) };
  return Array.from({ length: STEPS }, () => {
    const runnable = LANES.filter((lane) => lane === 0 || prng.below(3) > 0);
    const lane = picker.pick(runnable, outlook);
    expect(runnable).toContain(lane);
    return lane;
  });
}

describe.each(PICKER_NAMES)('the picker %s', (name) => {
  const make = (seed: bigint): Picker => namedPicker(name, { seed, txCount: 5 });

  test('is a function of its seed', () => {
    expect(choices(make(1n), 9n)).toEqual(choices(make(1n), 9n));
    const others = [2n, 3n, 4n, 5n].map((seed) => choices(make(seed), 9n).join());
    expect(new Set(others).size).toBeGreaterThan(1);
  });

  test('lets every lane go some time', () => {
    const made = new Set([1n, 2n, 3n].flatMap((seed) => choices(make(seed), seed)));
    expect(made).toEqual(new Set(LANES));
  });
});

const IDLE = { footprintOf: () => 0 };

test('a portfolio takes every picker in its turn', () => {
  expect(PICKER_NAMES.map((_, index) => portfolioAt(index))).toEqual(PICKER_NAMES);
  expect(portfolioAt(PICKER_NAMES.length)).toBe('random');
});

test('without change points PCT stays on one lane until that parks', () => {
  const picker = pctPicker({ seed: 3n, depth: 1, horizon: 100 });
  const first = picker.pick([0, 1, 2], IDLE);
  expect(Array.from({ length: 20 }, () => picker.pick([0, 1, 2], IDLE))).toEqual(
    Array.from({ length: 20 }, () => first),
  );
  const others = [0, 1, 2].filter((lane) => lane !== first);
  const second = picker.pick(others, IDLE);
  // The lane that parked has yielded, and comes after all others.
  expect(picker.pick([0, 1, 2], IDLE)).toBe(second);
});

test('a delay-bounded run leaves a lane that can go as often as it may', () => {
  for (const delays of [0, 1, 2]) {
    const picker = delayPicker({ seed: 5n, delays, horizon: 40 });
    const made = Array.from({ length: 40 }, () => picker.pick([0, 1], IDLE));
    const left = made.filter((lane, step) => step > 0 && lane !== made[step - 1]).length;
    expect(left).toBeLessThanOrEqual(delays);
  }
});

test('POS draws anew for what races with a step, and for nothing else', () => {
  const alone = posPicker(1n);
  const footprints = [1, 2, 4];
  const outlook = { footprintOf: (lane: number) => footprints[lane] ?? 0 };
  const made = Array.from({ length: 300 }, () => alone.pick([0, 1, 2], outlook));
  expect(new Set(made).size).toBe(3);
});

test('in the end an unfair picker hands over to a walk', () => {
  const stubborn: Picker = { pick: () => 0 };
  const picker = fairAfter(stubborn, 10, 1n);
  const made = Array.from({ length: 60 }, () => picker.pick([0, 1], IDLE));
  expect(made.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 0));
  expect(new Set(made.slice(10)).size).toBe(2);
});
