/**
 * The body's port: what a lane runs between its steps.
 *
 * A body is a transaction reduced to what concurrency sees: reads through a reader, then facts and
 * writes. Implemented by the EVM, and by scripts for exploration and for tests of scheduling alone.
 */
import type { Address } from '../api/index.ts';
import type { ReadSet } from '../primitives/facts.ts';
import type { StateReader } from '../primitives/reader.ts';
import type { WriteSet } from '../primitives/writes.ts';

/** What a transaction asks of its block, should its incarnation become final. */
export interface Demand {
  /** Whether it may be part of a block at all; an invalid one has no writes. */
  readonly isValid: boolean;
  /** Gas limit, in gas: what must be left in the block. */
  readonly gas: bigint;
  /** In gas: what is gone afterwards. */
  readonly gasUsed: bigint;
  /** In blob gas. */
  readonly blobGas: bigint;
}

/** What one run of a body came to. */
export interface BodyResult<Outcome> {
  readonly reads: ReadSet;
  readonly writes: WriteSet;
  readonly demand: Demand;
  /** What the lane keeps beside the shared memory: gas, logs, receipts' contents. */
  readonly outcome: Outcome;
}

/** What a run of a body begins with. */
export interface BodyStart {
  readonly txIndex: number;
  /** Which fibre of the lane it is: they take turns, at reads that are answered later. */
  readonly fibre: number;
  /** What `prepare` returned, be it on another lane. */
  readonly sender: Address | null;
}

/** Bodies of one block's transactions, as one lane runs them. */
export interface TransactionBody<Outcome> {
  /** Decodes the transaction; returns its sender, `null` when it has none. */
  prepare(txIndex: number): Address | null;
  /** Runs the transaction on what `reader` shows. Rejects with what the reader throws. */
  run(start: BodyStart, reader: StateReader): Promise<BodyResult<Outcome>>;
}
