/**
 * What a run's cases come to.
 */
import { expect, test } from 'vitest';
import { askedBysOf, type Measurement, powerOf } from '#harness/certify/power/powerRow.js';

const MEASURED: readonly Measurement[] = [
  { broken: 'executor', askedBy: 'once', engines: 10, foundBy: { 'a/one': 4, 'b/two': 5 } },
  { broken: 'parallel', askedBy: 'schedules', engines: 8, foundBy: { 'a/one': 6 } },
  { broken: 'parallel', askedBy: 'threads', engines: 8, foundBy: { 'a/one': 2 } },
];

test('only cases that were judged find anything', () => {
  expect(powerOf(MEASURED, ['once', 'threads'], new Set(['a/one', 'c/three']))).toEqual([
    { broken: 'executor', askedBy: 'once', engines: 10, found: 4, shareAtLeast: 0.15 },
    { broken: 'parallel', askedBy: 'threads', engines: 8, found: 2, shareAtLeast: 0.046 },
  ]);
});

test('where none was, nothing is claimed', () => {
  expect(powerOf(MEASURED, ['once'], new Set(['c/three']))).toEqual([]);
});

test('schedules are worth more than threads, to an engine that takes them', () => {
  expect(askedBysOf({ parallel: true, takesSchedules: true })).toEqual(['once', 'schedules']);
  expect(askedBysOf({ parallel: true, takesSchedules: false })).toEqual(['once', 'threads']);
  expect(askedBysOf({ parallel: false, takesSchedules: true })).toEqual(['once']);
});
