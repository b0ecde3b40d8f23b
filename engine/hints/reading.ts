/**
 * Reading of foreign JSON, one value at a time.
 *
 * Owns the few questions that codecs of hints and of the hint index ask of a value they know
 * nothing about. Never throws, and looks at own fields only.
 */
import type { Hex } from '../api/index.ts';

/** What was read, or what is wrong with it. */
export type Reading<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'malformed'; readonly problem: string };

/** Says what is wrong. */
export function malformed(problem: string): Reading<never> {
  return { kind: 'malformed', problem };
}

/** A field of an object; undefined when there is none. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  const found: unknown = Reflect.get(value, name);
  return found;
}

/** A list, or `null`. */
export function listOf(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) ? value : null;
}

/** The word, if it is one of these. */
export function oneOf<const T extends string>(words: readonly T[], value: unknown): T | null {
  return words.find((word) => word === value) ?? null;
}

/** Whether a value is lower-case hex of exactly so many bytes. */
export function isHex(value: unknown, length: number): value is Hex {
  return (
    typeof value === 'string' && value.length === 2 * length + 2 && /^0x[0-9a-f]*$/.test(value)
  );
}

/** A whole number from 0 to `max`, or `null`. */
export function countOf(value: unknown, max: number): number | null {
  const isCount = typeof value === 'number' && Number.isInteger(value);
  return isCount && value >= 0 && value <= max ? value : null;
}
