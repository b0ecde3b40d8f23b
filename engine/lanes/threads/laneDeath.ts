/**
 * Deaths to stage, for the law that a lost lane loses nothing.
 *
 * A thread that ends inside its step holds the mutex; nobody cleans up after it. What kind of step
 * it is matters more than its number: a lane dies differently in a read and in a publication.
 */
import type { Input } from '../exchange.ts';

/** Which lane dies, and where. */
export interface LaneDeath {
  readonly lane: number;
  /** What the lane brings to the step at which its thread ends. */
  readonly input: Input['kind'];
  /** At which of such steps, from 0. */
  readonly after: number;
}

/** Counts a lane's steps towards its death. */
export class Fate {
  readonly #death: LaneDeath;
  #met = 0;

  constructor(death: LaneDeath) {
    this.#death = death;
  }

  /** Whether this is the step. */
  isMetAt(input: Input): boolean {
    if (input.kind !== this.#death.input) {
      return false;
    }
    this.#met += 1;
    return this.#met > this.#death.after;
  }
}
