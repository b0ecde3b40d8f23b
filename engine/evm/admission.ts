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

/** An amount of gas and of blob gas: asked for, used or left. */
export interface BlockGas {
  readonly gas: bigint;
  readonly blobGas: bigint;
}

/** What a block of this context may use in all. */
export function blockGasMax({ gasLimit, rules }: BlockContext): BlockGas {
  return { gas: gasLimit, blobGas: rules.blobs?.maxGas ?? 0n };
}

/** Why a transaction that asks for `wanted` has no room where `left` is left, or `null`. */
export function shortageOf(wanted: BlockGas, left: BlockGas): TransactionReason | null {
  if (wanted.gas > left.gas) {
    return 'TransactionException.GAS_ALLOWANCE_EXCEEDED';
  }
  if (wanted.blobGas > left.blobGas) {
    return 'TransactionException.TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED';
  }
  return null;
}

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
    const { gas, blobGas } = blockGasMax(this.#block);
    return shortageOf(
      { gas: transaction.gas, blobGas: blobGasOf(transaction) },
      { gas: gas - this.#gasUsed, blobGas: blobGas - this.#blobGasUsed },
    );
  }
}
