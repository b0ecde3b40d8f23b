/**
 * When work that never waits has to stop.
 *
 * Owns the clock of a budget and the turn that interrupts need to be heard. Whoever works asks it
 * to breathe now and then.
 */

/** Ends with an outer signal, or when a budget is used up. */
export class TimeLimit {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal;
  readonly #endsAt: number;

  /** `seconds` is `null` where there is no budget. */
  constructor(outer: AbortSignal, seconds: number | null) {
    this.#outer = outer;
    this.#endsAt = seconds === null ? Infinity : performance.now() + 1_000 * seconds;
  }

  /** Aborted once it is time, by the next breath. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Lets others have a turn, then looks at the clock. */
  async breathe(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#outer.aborted || performance.now() > this.#endsAt) {
      this.#controller.abort();
    }
  }
}
