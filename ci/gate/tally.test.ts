import { expect, test } from 'vitest';
import { tallyOf } from '#ci/gate/tally.js';

function file(status: string, tests: readonly string[]): object {
  return { status, assertionResults: tests.map((one) => ({ status: one, fullName: `is ${one}` })) };
}

test('tests are counted over all files', () => {
  const testResults = [file('passed', ['passed', 'skipped']), file('failed', ['passed', 'failed'])];
  expect(tallyOf({ testResults })).toEqual({ passed: 2, failed: 1, skipped: ['is skipped'] });
});

test('a test that is pending or still to be written counts as skipped, by name', () => {
  const testResults = [file('passed', ['pending', 'todo'])];
  expect(tallyOf({ testResults })).toEqual({
    passed: 0,
    failed: 0,
    skipped: ['is pending', 'is todo'],
  });
});

test('a file that could not be loaded counts as one failure', () => {
  expect(tallyOf({ testResults: [file('failed', [])] })).toMatchObject({ failed: 1 });
});

test.each([[null], [{}], [{ testResults: [{}] }]])('%j is refused', (report) => {
  expect(() => tallyOf(report)).toThrow('not a vitest report');
});
