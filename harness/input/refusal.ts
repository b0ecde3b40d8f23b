/**
 * A foreign value that cannot be used.
 *
 * Owns the one error that readers throw at the first thing they cannot accept: where it stands,
 * what is wrong, what to do. Does not know whether the value came from a file or from an engine;
 * the doors turn it into an `InputError` (a user's file) or into a verdict (an engine's answer).
 */

/** What a refusal is made of; phrases without a full stop. */
export interface RefusalParts {
  /** Path of the field, `transactions[3].gas`; empty for the whole. */
  readonly place: string;
  readonly problem: string;
  readonly remedy: string;
}

/** The first thing in a foreign value that cannot be accepted. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly place: string;
  readonly problem: string;
  readonly remedy: string;

  constructor({ place, problem, remedy }: RefusalParts) {
    super(place === '' ? problem : `${place}: ${problem}`);
    this.place = place;
    this.problem = problem;
    this.remedy = remedy;
  }
}
