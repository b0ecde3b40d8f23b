/**
 * When work that never waits has to stop.
 *
 * Owns the clock of a budget and the turn that interrupts need to be heard. Whoever works asks it
 * to breathe as often as it likes; most of these calls only look at the clock.
 */

/** Milliseconds of work between two turns for others. */
const BREATH_EVERY_MS = 20;

/** Ends with an outer signal, or when a budget is used up. */
export class TimeLimit {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal;
  readonly #endsAt: number;
  #breathAt = 0;

  /** `seconds` is `null` where there is no budget. */
  constructor(outer: AbortSignal, seconds: number | null) {
    this.#outer = outer;
    this.#endsAt = seconds === null ? Infinity : performance.now() + 1_000 * seconds;
  }

  /** Aborted once it is time, by the next breath. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** When it is time lets others have a turn, to be waited for, and looks whether to end. */
  breathe(): Promise<void> | undefined {
    return performance.now() < this.#breathAt ? undefined : this.#pause();
  }

  async #pause(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    const now = performance.now();
    this.#breathAt = now + BREATH_EVERY_MS;
    if (this.#outer.aborted || now > this.#endsAt) {
      this.#controller.abort();
    }
  }
}
