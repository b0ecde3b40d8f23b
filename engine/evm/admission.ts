/**
 * Admission: whether there is room for a transaction in its block.
 *
 * Owns the gas and blob gas used so far. A serial fact by nature: it is asked once per transaction,
 * in index order, when the transaction's incarnation is otherwise final, and never speculated on. A
 * transaction that is not admitted has no effect, whatever its incarnation did.
 */
import type { TransactionReason } from '../api/index.ts';
import type { BlockContext } from './blockContext.ts';
import type { DecodedTransaction } from './decodedTransaction.ts';
import type { TransactionOutcome } from './executor.ts';
import { blobGasOf } from './validity.ts';

/** An outcome that is part of the block. */
export type ExecutedOutcome = Extract<TransactionOutcome, { kind: 'executed' }>;

/** The verdict on one transaction. */
export type Admitted =
  | { readonly isAdmitted: true; readonly outcome: ExecutedOutcome }
  | { readonly isAdmitted: false; readonly reason: TransactionReason };

/** Counts a block's gas, transaction by transaction. */
export class Admission {
  readonly #block: BlockContext;
  #gasUsed = 0n;
  #blobGasUsed = 0n;

  constructor(block: BlockContext) {
    this.#block = block;
  }

  /** In gas, of all admitted transactions. */
  get gasUsed(): bigint {
    return this.#gasUsed;
  }

  /** In blob gas, of all admitted transactions. */
  get blobGasUsed(): bigint {
    return this.#blobGasUsed;
  }

  /** Judges the next transaction and, if it is admitted, counts it. */
  decide(transaction: DecodedTransaction, outcome: TransactionOutcome): Admitted {
    if (outcome.kind === 'invalid' && outcome.stage === 'form') {
      return { isAdmitted: false, reason: outcome.reason };
    }
    const shortage = this.#shortage(transaction);
    if (shortage !== null) {
      return { isAdmitted: false, reason: shortage };
    }
    if (outcome.kind === 'invalid') {
      return { isAdmitted: false, reason: outcome.reason };
    }
    this.#gasUsed += outcome.gasUsed;
    this.#blobGasUsed += blobGasOf(transaction);
    return { isAdmitted: true, outcome };
  }

  #shortage(transaction: DecodedTransaction): TransactionReason | null {
    const { gasLimit, rules } = this.#block;
    if (transaction.gas > gasLimit - this.#gasUsed) {
      return 'TransactionException.GAS_ALLOWANCE_EXCEEDED';
    }
    const blobGasMax = rules.blobs?.maxGas ?? 0n;
    if (blobGasOf(transaction) > blobGasMax - this.#blobGasUsed) {
      return 'TransactionException.TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED';
    }
    return null;
  }
}
