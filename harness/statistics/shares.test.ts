/**
 * Bounds against figures that are known.
 */
import { expect, test } from 'vitest';
import { rateAtMost, shareAtLeast, shareBetween } from '#harness/statistics/shares.js';

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

test.each([
  [1, 20, 0.0013, 0.2487],
  [3, 20, 0.0321, 0.3789],
  [0, 10, 0, 0.3085],
  [10, 10, 0.6915, 1],
])('%i of %i is between %f and %f', (hits, tries, low, high) => {
  const between = shareBetween(hits, tries);
  expect(between.low).toBeCloseTo(low, 4);
  expect(between.high).toBeCloseTo(high, 4);
});
