/**
 * The EVM as a transaction body.
 *
 * Owns one block's transactions as one lane sees them: decoded once a lane, executed on the lane's
 * own cores, one a fibre. The outcome carries what receipts are made of.
 */
import type { Address, Block } from '../api/index.ts';
import type { BlockContext } from '../evm/blockContext.ts';
import type { NumberedCores } from '../evm/corePool.ts';
import {
  type DecodedTransaction,
  type KnownSender,
  decodeTransaction,
} from '../evm/decodedTransaction.ts';
import { type TransactionOutcome, executeTransaction } from '../evm/executor.ts';
import { blobGasOf } from '../evm/validity.ts';
import type { Defect } from '../primitives/defects.ts';
import { invariant } from '../primitives/invariant.ts';
import type { StateReader } from '../primitives/reader.ts';
import type { TouchLog } from '../primitives/touches.ts';
import type { BodyResult, BodyStart, Demand, TransactionBody } from './body.ts';

/** What a lane keeps of an executed transaction. */
export interface EVMOutcome {
  readonly transaction: DecodedTransaction;
  readonly outcome: TransactionOutcome;
  readonly touches: TouchLog;
}

/** What an EVM body works with. */
export interface EVMBodyParts {
  readonly source: Block;
  readonly context: BlockContext;
  /** By fibre. */
  readonly cores: NumberedCores;
  /** What is wrong on purpose. */
  readonly defect: Defect | null;
}

/** Runs a block's transactions on EVM cores. */
export class EVMBody implements TransactionBody<EVMOutcome> {
  readonly #parts: EVMBodyParts;
  readonly #decoded = new Map<number, DecodedTransaction>();
  /** Of the deliberate defect only. */
  readonly #firstOutcomes = new Map<number, TransactionOutcome>();

  constructor(parts: EVMBodyParts) {
    this.#parts = parts;
  }

  prepare(txIndex: number): Address | null {
    return this.#decode(txIndex, null).sender;
  }

  async run(
    { txIndex, fibre, sender }: BodyStart,
    reader: StateReader,
  ): Promise<BodyResult<EVMOutcome>> {
    const { context, cores } = this.#parts;
    const transaction = this.#decode(txIndex, { sender });
    const machine = { core: cores(fibre), block: context };
    const { reads, writes, touches, ...run } = await executeTransaction(
      transaction,
      reader,
      machine,
    );
    const outcome = this.#reported(txIndex, run.outcome);
    return {
      reads,
      writes,
      demand: demandOf(transaction, outcome),
      outcome: { transaction, outcome, touches },
    };
  }

  /** The outcome, but where the defect is on: then that of the first incarnation that executed. */
  #reported(txIndex: number, outcome: TransactionOutcome): TransactionOutcome {
    if (this.#parts.defect !== 'stale-receipt' || outcome.kind === 'invalid') {
      return outcome;
    }
    const first = this.#firstOutcomes.get(txIndex) ?? outcome;
    this.#firstOutcomes.set(txIndex, first);
    return first;
  }

  #decode(txIndex: number, known: KnownSender | null): DecodedTransaction {
    const before = this.#decoded.get(txIndex);
    if (before !== undefined) {
      return before;
    }
    const signed = this.#parts.source.transactions[txIndex];
    invariant(signed !== undefined, 'a task is about a transaction of the block', { txIndex });
    const decoded = decodeTransaction(signed, known);
    this.#decoded.set(txIndex, decoded);
    return decoded;
  }
}

function demandOf(transaction: DecodedTransaction, outcome: TransactionOutcome): Demand {
  const wanted = { gas: transaction.gas, blobGas: blobGasOf(transaction) };
  return outcome.kind === 'executed'
    ? { isValid: true, gasUsed: outcome.gasUsed, ...wanted }
    : { isValid: false, gasUsed: 0n, ...wanted };
}
