/**
 * Counts the outcome of a test run from vitest's JSON report.
 *
 * A test file that could not even be loaded has no test to fail; it counts as one failure, so that
 * a broken import cannot pass for an empty file. Nothing is parsed from what was printed.
 */

/** How many tests ended how, and the full names of those that did not run. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
}

/** Counts the tests of a report. Throws when it is not a report of vitest. */
export function tallyOf(report: unknown): Tally {
  const files = listAt(report, 'testResults');
  let passed = 0;
  let failed = 0;
  const skipped: string[] = [];
  for (const file of files) {
    const failedBefore = failed;
    for (const test of listAt(file, 'assertionResults')) {
      const status = wordAt(test, 'status');
      if (status === 'passed') passed += 1;
      else if (status === 'failed') failed += 1;
      else skipped.push(wordAt(test, 'fullName'));
    }
    if (wordAt(file, 'status') === 'failed' && failed === failedBefore) failed += 1;
  }
  return { passed, failed, skipped };
}

function listAt(value: unknown, field: string): readonly unknown[] {
  const list = fieldOf(value, field);
  if (!Array.isArray(list)) throw new Error(`not a vitest report: ${field} is not a list`);
  return list;
}

function wordAt(value: unknown, field: string): string {
  const word = fieldOf(value, field);
  if (typeof word !== 'string') throw new Error(`not a vitest report: ${field} is not a word`);
  return word;
}

function fieldOf(value: unknown, field: string): unknown {
  if (typeof value !== 'object' || value === null) {
    throw new Error(`not a vitest report: nothing holds ${field}`);
  }
  return Object.entries(value).find(([name]) => name === field)?.[1];
}
