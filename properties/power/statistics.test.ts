/**
 * Medians against figures that are known.
 */
import { expect, test } from 'vitest';
import { medianWaiting } from '#properties/power/statistics.js';

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
