/**
 * What a bound needs to know of a transaction: plain numbers and sets.
 *
 * Owns the type of a trace. Times are in any one unit. A trace is of the true incarnation, the one
 * that serial execution makes.
 */
import type { Fact } from '../primitives/facts.ts';
import type { WriteSet } from '../primitives/writes.ts';

/** One read. */
export interface TraceRead {
  /** Work of the body before it, reads not counted. */
  readonly bodyBefore: number;
  /** Of the read itself. */
  readonly duration: number;
  /** What it let the transaction rely on. */
  readonly facts: readonly Fact[];
}

/** One transaction. */
export interface TransactionTrace {
  /** In the order in which they are made. */
  readonly reads: readonly TraceRead[];
  /** Work of the whole body, reads not counted. */
  readonly body: number;
  /** From the end of the body until others can read what it wrote. */
  readonly publish: number;
  readonly writes: WriteSet;
}
