/**
 * Bounds and medians against figures that are known.
 */
import { expect, test } from 'vitest';
import { medianWaiting, rateAtMost, shareAtLeast } from '#properties/power/statistics.js';

test.each([
  // All of n: the bound is 0.05 ^ (1 / n).
  [12, 12, 0.7791],
  [80, 80, 0.9632],
  // From tables of the beta distribution.
  [9, 10, 0.6058],
  [5, 10, 0.2224],
  [0, 10, 0],
])('%i of %i is at least %f', (hits, tries, share) => {
  expect(shareAtLeast(hits, tries)).toBeCloseTo(share, 4);
});

test('nothing in n is at most 3 / n', () => {
  expect(rateAtMost(20_000)).toBe(0.00015);
  expect(rateAtMost(0)).toBe(1);
  expect(rateAtMost(2)).toBe(1);
});

test('a median counts those that wait', () => {
  const waits = (
    seconds: number,
    hasHappened = true,
  ): { seconds: number; hasHappened: boolean } => ({
    seconds,
    hasHappened,
  });

  expect(medianWaiting([waits(3), waits(1), waits(2)])).toBe(2);
  expect(medianWaiting([waits(1), waits(60, false), waits(60, false)])).toBeNull();
  expect(medianWaiting([waits(1), waits(2), waits(60, false)])).toBe(2);
  // Whoever left early says nothing of later times.
  expect(medianWaiting([waits(1, false), waits(2), waits(3)])).toBe(2);
  expect(medianWaiting([])).toBeNull();
});
