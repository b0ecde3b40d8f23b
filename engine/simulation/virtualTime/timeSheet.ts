/**
 * What a run in virtual time came to, in ticks.
 *
 * Owns the sums, when each transaction first started and when it became final. Does not know what
 * anything costs.
 */
import type { Server } from '../../schedulers/contract.ts';
import { invariant } from '../../primitives/invariant.ts';

/** Sums of one run; written by the run, read when it is over. */
export class TimeSheet {
  /** On bodies, reads and publishing. */
  work = 0;
  /** Of all lanes, at work or being served. */
  busy = 0;
  /** Of the main scheduler. */
  mainBusy = 0;
  /** Steps at a scheduler. */
  steps = 0;
  /** Those that no main scheduler had to serve. */
  subSteps = 0;
  parks = 0;
  suspensions = 0;
  resumes = 0;
  validations = 0;
  readonly #starts: number[];
  readonly #ends: number[] = [];

  constructor(txCount: number) {
    this.#starts = Array.from({ length: txCount }, () => -1);
  }

  /** A step was served; by nobody, where it was at no scheduler. */
  served(places: readonly Server[]): void {
    this.steps += places.length > 0 ? 1 : 0;
    this.subSteps += places.length > 0 && !places.includes('main') ? 1 : 0;
  }

  /** A body of the transaction starts; the first time counts. */
  started(txIndex: number, at: number): void {
    if (this.#starts[txIndex] === -1) {
      this.#starts[txIndex] = at;
    }
  }

  /** The final prefix has come to `finalEnd`. */
  final(finalEnd: number, at: number): void {
    while (this.#ends.length < finalEnd) {
      this.#ends.push(at);
    }
  }

  /** When the last transaction became final. */
  get makespan(): number {
    const last = this.#ends.at(-1);
    const isOver = this.#ends.length === this.#starts.length && last !== undefined;
    invariant(isOver, 'a run ends when all transactions are final', {
      finalEnd: this.#ends.length,
    });
    return last;
  }

  /** From first start to finality, in ascending order. */
  latencies(): readonly number[] {
    return this.#ends
      .map((end, txIndex) => end - (this.#starts[txIndex] ?? 0))
      .sort((a, b) => a - b);
  }
}
