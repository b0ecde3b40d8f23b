import { expect, test } from 'vitest';
import { spreadOf } from '#harness/bench/statistics.js';

test('an odd number of samples has its middle one as median', () => {
  expect(spreadOf([5, 1, 4, 2, 3])).toEqual({ low: 2, median: 3, high: 4 });
});

test('between two middle samples the median lies half way', () => {
  expect(spreadOf([4, 1, 3, 2])).toEqual({ low: 1.75, median: 2.5, high: 3.25 });
});

test('one wild sample does not move the median', () => {
  expect(spreadOf([1, 1, 1, 1, 1e9]).median).toBe(1);
});

test('no samples have no median', () => {
  expect(() => spreadOf([])).toThrow(RangeError);
});
