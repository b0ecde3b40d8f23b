/**
 * Values as digests.
 *
 * Owns one spelling for equal values: JSON with its keys sorted, SHA-256. Of a result everything
 * counts that two engines must agree on, and nothing else.
 */
import { createHash } from 'node:crypto';
import type { ExecutionResult } from '#engine/api/index.js';

/** Digest of a plain value; the order of keys does not count. */
export function digestOf(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) => sorted(inner));
  return createHash('sha256').update(text).digest('hex');
}

/** Digest of a result, without statistics and without accesses. */
export function resultDigest(result: ExecutionResult): string {
  return digestOf({ ...result, stats: null, accesses: null });
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
