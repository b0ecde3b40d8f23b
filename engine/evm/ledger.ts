/**
 * The ledger of a block: transactions become final here, one by one, in index order.
 *
 * Owns admission, the policy on invalid transactions, the application of writes to the state and
 * the assembly of the result. Does not know how or where an incarnation was executed: serial and
 * parallel engines end in the same ledger.
 */
import type {
  Block,
  ExecuteOptions,
  ExecutionResult,
  RejectedTransaction,
  Rejection,
  Stats,
  TransactionAccesses,
} from '../api/index.ts';
import type { ReadSet } from '../primitives/facts.ts';
import type { TouchLog } from '../primitives/touches.ts';
import type { WriteSet } from '../primitives/writes.ts';
import { accessesOf } from './accesses.ts';
import { Admission } from './admission.ts';
import { closeBlock } from './closing.ts';
import type { DecodedTransaction } from './decodedTransaction.ts';
import type { TransactionOutcome } from './executor.ts';
import { detailsOf } from './details.ts';
import type { CommittedTransaction } from './receipts.ts';
import type { BlockMachine } from './systemCalls.ts';

/** A transaction whose incarnation cannot change any more. */
export interface FinalTransaction {
  readonly index: number;
  readonly transaction: DecodedTransaction;
  readonly outcome: TransactionOutcome;
  readonly reads: ReadSet;
  readonly writes: WriteSet;
  readonly touches: TouchLog;
}

/** What became of a final transaction. */
export type Entry =
  | { readonly kind: 'committed' }
  /** Left out: none of its writes were applied, even if it had some. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'block-rejected' };

/** Commits one block. */
export class Ledger {
  readonly #machine: BlockMachine;
  readonly #source: Block;
  readonly #options: ExecuteOptions;
  readonly #admission: Admission;
  readonly #committed: CommittedTransaction[] = [];
  readonly #rejected: RejectedTransaction[] = [];
  readonly #accesses: TransactionAccesses[] = [];
  #rejection: Rejection | null = null;

  constructor(machine: BlockMachine, source: Block, options: ExecuteOptions) {
    this.#machine = machine;
    this.#source = source;
    this.#options = options;
    this.#admission = new Admission(machine.block);
  }

  /** Enters the next transaction. */
  enter(final: FinalTransaction): Entry {
    const { index, transaction } = final;
    const verdict = this.#admission.decide(transaction, final.outcome);
    if (verdict.isAdmitted) {
      this.#machine.state.apply(final.writes);
      this.#committed.push({ index, transaction, outcome: verdict.outcome });
      if (this.#options.accesses === true) {
        this.#accesses.push(accessesOf(index, final));
      }
      return { kind: 'committed' };
    }
    if (this.#options.invalidTransactions === 'skip') {
      this.#rejected.push({ index, reason: verdict.reason });
      return { kind: 'skipped' };
    }
    this.#rejection = { kind: 'transaction', index, reason: verdict.reason };
    return { kind: 'block-rejected' };
  }

  /** Ends the block: what runs after its transactions, then the result. */
  async close(stats: Stats): Promise<ExecutionResult> {
    if (this.#rejection !== null) {
      return { status: 'rejected', rejection: this.#rejection, stats };
    }
    const closing = await closeBlock(this.#machine, this.#source, {
      transactions: this.#committed,
      admission: this.#admission,
    });
    if (closing.kind === 'invalid') {
      return { status: 'rejected', rejection: { kind: 'block', reason: closing.reason }, stats };
    }
    return {
      status: 'accepted',
      ...closing.block,
      rejected: this.#rejected,
      ...(this.#options.accesses === true ? { accesses: this.#accesses } : {}),
      ...(this.#options.details === true ? { details: this.#committed.map(detailsOf) } : {}),
      stats,
    };
  }
}
