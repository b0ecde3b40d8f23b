/**
 * Programmer errors.
 *
 * Owns the one way to say "this cannot happen". Invariants are always on, in production too, and
 * are never caught inside the engine: a wrong result is worse than no result.
 */

/** A broken invariant; `details` carries the values that broke it. */
export class InvariantError extends Error {
  readonly details: Readonly<Record<string, unknown>>;

  constructor(message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'InvariantError';
    this.details = details;
  }
}

/** Throws `InvariantError` unless `condition` holds. State the message positively. */
export function invariant(
  condition: boolean,
  message: string,
  details?: Readonly<Record<string, unknown>>,
): asserts condition {
  if (!condition) {
    throw new InvariantError(message, details);
  }
}

/** Ends an exhaustive switch: the compiler proves that it is never reached. */
export function unreachable(value: never): never {
  throw new InvariantError('a value is one of its declared kinds', { value });
}
