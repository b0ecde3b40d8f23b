/**
 * A server that serves one lane at a time, in order of arrival.
 *
 * Whoever arrives while it is busy waits. Arrivals come in order of time, so that the order in
 * which a scheduler is asked is the order in which it answers. What it answers is not known here.
 */

/** Who is served, and until when the next one has to wait. */
export class SingleServer {
  readonly #duration: number;
  #freeAt = 0;
  #busy = 0;

  /** Each service takes `duration` ticks. */
  constructor(duration: number) {
    this.#duration = duration;
  }

  /** Ticks spent serving so far, the service at hand included. */
  get busy(): number {
    return this.#busy;
  }

  /** Serves someone who arrives at tick `arrival`; returns when that is done. */
  serve(arrival: number): number {
    this.#freeAt = Math.max(arrival, this.#freeAt) + this.#duration;
    this.#busy += this.#duration;
    return this.#freeAt;
  }
}
