/**
 * A function of three ways, of which the proof takes two: one in the test, one in a worker.
 *
 * The third way is never taken, and that is its purpose: a coverage report that calls this file
 * fully covered is not looking. `ci/coverage.test.ts` reads the report.
 */

/** Tells which way was taken. The test takes `here`, the worker takes `there`, no one the third. */
export function wayTaken(way: string): string {
  if (way === 'here') {
    return 'taken in the test';
  }
  if (way === 'there') {
    return 'taken in the worker';
  }
  return 'never taken';
}
