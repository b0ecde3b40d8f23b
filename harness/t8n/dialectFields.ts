/**
 * What the three parts of go-ethereum's dialect have in common.
 *
 * Owns that `null` says nothing and that a prefix may be left out.
 */

/** The fields that are there: `null` says nothing. */
export function saidFields(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}

/** Hexadecimal with its prefix, where somebody left it out. */
export function prefixed<T>(value: T): T | `0x${string}` {
  return typeof value === 'string' && /^[0-9a-f]+$/i.test(value) ? `0x${value}` : value;
}
