/**
 * Which fields of two results are not compared since one of them does not state them.
 *
 * Owns the way from a field's path to the part that names it. Does not decide what an engine may
 * leave unsaid: a certificate counts it.
 */
import type { ExecutionResult, UnstatedPart } from '#engine/api/index.js';

/** Parts that at least one of the two leaves unsaid. */
export function unstatedIn(
  expected: ExecutionResult,
  actual: ExecutionResult,
): ReadonlySet<UnstatedPart> {
  return new Set([...(expected.unstated ?? []), ...(actual.unstated ?? [])]);
}

/** The part among these that a field lies in, or `null`. */
export function partOf(path: string, parts: ReadonlySet<UnstatedPart>): UnstatedPart | null {
  if (parts.size === 0) return null;
  const bare = path.replaceAll(/\[\d+\]/g, '');
  for (const part of parts) {
    if (bare === part || bare.startsWith(`${part}.`)) return part;
  }
  return null;
}
