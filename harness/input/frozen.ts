/**
 * Input that an engine cannot change.
 *
 * Owns freezing of plain values all the way down. A block is given to several engines and compared
 * afterwards, so that an engine that writes into it must fail at once, by name, not falsify the
 * rest.
 */

/** Freezes a plain value and everything in it, and returns it. Cheap on what is frozen already. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) frozen(inner);
  return value;
}
