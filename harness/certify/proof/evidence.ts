/**
 * What a proof of parallelism consists of.
 *
 * Owns the shapes: what an engine says of itself, what was observed from outside, and the two
 * together as a certificate shows them. An engine's own word is necessary and never sufficient.
 */

/**
 * Evidence observed from outside. `overlap`: more than one processor was busy while the engine
 * executed. `timing`: splitting the same work into independent transactions made it faster, and
 * splitting it into a chain of transactions did not.
 */
export type EvidenceKind = 'overlap' | 'timing';

/** What the engine says of the blocks of two or more transactions, summed over all runs. */
export interface PathFigures {
  /** Blocks that took the parallel path in every run. */
  readonly parallelBlocks: number;
  /** Blocks with an abort or a suspension in some run. */
  readonly conflictBlocks: number;
  readonly fallbacks: number;
  readonly executions: number;
  readonly aborts: number;
  readonly suspensions: number;
}

/** What the measurement showed. */
export interface MeasuredFigures {
  /** At least one. */
  readonly kinds: readonly EvidenceKind[];
  /** As the engine says. */
  readonly lanes: number;
  /** Processor time over wall time, in the round that shows most; 1 is one busy processor. */
  readonly processorsBusy: number;
  /** The same of the serial judge, on the same block. */
  readonly processorsBusySerial: number;
  /** Median wall time of the work in one transaction, over that of the work split. */
  readonly speedup: number;
  /** The same of the work in a chain of transactions, each of which needs the one before it. */
  readonly speedupOverChain: number;
  readonly rounds: number;
}

/** Both sides. */
export interface ParallelProof extends PathFigures, MeasuredFigures {}

/** What became of the attempt to prove it; `reason` is a phrase without a full stop. */
export type ProofOutcome =
  | { readonly kind: 'shown'; readonly figures: MeasuredFigures }
  | { readonly kind: 'missing'; readonly reason: string }
  /** The engine failed, or its result on the measured block is wrong. */
  | { readonly kind: 'broken'; readonly verdict: 'fail' | 'crash'; readonly words: string }
  | { readonly kind: 'interrupted' };
