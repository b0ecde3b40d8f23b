/**
 * Whether two results are the same, and if not, where they part.
 *
 * Owns the counting: a comparison says how many fields it looked at and which parts nobody stated,
 * so that a pass in which nothing was compared cannot look like one in which everything was.
 */
import type { ExecutionResult, UnstatedPart } from '#engine/api/index.js';
import { type Difference, differenceOf } from './field.ts';
import { resultFields } from './resultFields.ts';
import { partOf, unstatedIn } from './unstated.ts';

/** What comparing two results found. */
export interface Comparison {
  /** In the order of the ladder, up to the limit asked for. */
  readonly differences: readonly Difference[];
  /** Number of fields looked at; a comparison that reached its limit stopped there. */
  readonly compared: number;
  /** Parts that one of the two left unsaid where the other had something to say. */
  readonly unstated: ReadonlySet<UnstatedPart>;
}

/**
 * Compares a result with the one serial execution returned, field by field.
 *
 * @param limit number of differences after which to stop, at least 1
 * @throws RangeError when the limit is not a positive integer
 */
export function compareResults(
  expected: ExecutionResult,
  actual: ExecutionResult,
  limit: number,
): Comparison {
  if (!Number.isInteger(limit) || limit < 1) {
    throw new RangeError(`the limit of differences must be a positive integer, got ${limit}`);
  }
  const left = unstatedIn(expected, actual);
  const found: Difference[] = [];
  const unstated = new Set<UnstatedPart>();
  let compared = 0;
  for (const field of resultFields(expected, actual)) {
    const part = partOf(field.path, left);
    if (part !== null) {
      unstated.add(part);
      continue;
    }
    compared += 1;
    if (field.expected === field.actual) continue;
    found.push(differenceOf(field));
    if (found.length === limit) break;
  }
  return { differences: found, compared, unstated };
}

/** The difference nearest to its cause, or `null` when the results are the same. */
export function firstDifference(
  expected: ExecutionResult,
  actual: ExecutionResult,
): Difference | null {
  return compareResults(expected, actual, 1).differences[0] ?? null;
}

/** The first `limit` differences in the order of the ladder. */
export function differences(
  expected: ExecutionResult,
  actual: ExecutionResult,
  limit: number,
): readonly Difference[] {
  return compareResults(expected, actual, limit).differences;
}
