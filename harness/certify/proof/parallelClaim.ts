/**
 * Whether the claim `parallel` is proved.
 *
 * Owns that both sides are needed: the engine's own word for every block that could run in
 * parallel, and something observed from outside. Does not measure.
 */
import type { ParallelProof, ProofOutcome } from './evidence.ts';
import { ParallelPaths } from './parallelPaths.ts';

/** What is known so far for and against the claim. */
export class ParallelClaim {
  readonly paths: ParallelPaths = new ParallelPaths();
  #outcome: ProofOutcome | null = null;

  /** Whether it makes sense to measure: nothing that was executed speaks against the claim. */
  get isOpen(): boolean {
    return this.#objection() === null;
  }

  /** Takes what came of the measurement. */
  settle(outcome: ProofOutcome): void {
    this.#outcome = outcome;
  }

  /** The proof, or `null`. */
  get proof(): ParallelProof | null {
    if (this.#outcome?.kind !== 'shown' || !this.isOpen) return null;
    return { ...this.#outcome.figures, ...this.paths.figures };
  }

  /** Why the claim is not proved, in words, or `null` when it is. */
  get doubt(): string | null {
    const objection = this.#objection();
    if (objection !== null) return objection;
    if (this.#outcome?.kind === 'shown') return null;
    const why = this.#outcome?.kind === 'missing' ? `: ${this.#outcome.reason}` : '';
    return `nothing observed from outside proves that the engine runs in parallel${why}`;
  }

  #objection(): string | null {
    const { exception, figures } = this.paths;
    if (exception !== null) return exception;
    return figures.parallelBlocks === 0
      ? 'no block of two or more transactions was compared'
      : null;
  }
}
