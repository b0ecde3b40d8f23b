/**
 * The EVM as a transaction body.
 *
 * Owns one block's transactions as one lane sees them: decoded once a lane, executed on the lane's
 * own cores, one a fibre. The outcome carries what receipts are made of.
 */
import type { Address, Block } from '../api/index.ts';
import type { BlockContext } from '../evm/blockContext.ts';
import type { NumberedCores } from '../evm/corePool.ts';
import { type DecodedTransaction, decodeTransaction } from '../evm/decodedTransaction.ts';
import { type TransactionOutcome, executeTransaction } from '../evm/executor.ts';
import { blobGasOf } from '../evm/validity.ts';
import { invariant } from '../primitives/invariant.ts';
import type { StateReader } from '../primitives/reader.ts';
import type { BodyResult, Demand, TransactionBody } from './body.ts';

/** What a lane keeps of an executed transaction. */
export interface EVMOutcome {
  readonly transaction: DecodedTransaction;
  readonly outcome: TransactionOutcome;
}

/** What an EVM body works with. */
export interface EVMBodyParts {
  readonly source: Block;
  readonly context: BlockContext;
  /** By fibre. */
  readonly cores: NumberedCores;
}

/** Runs a block's transactions on EVM cores. */
export class EVMBody implements TransactionBody<EVMOutcome> {
  readonly #parts: EVMBodyParts;
  readonly #decoded = new Map<number, DecodedTransaction>();

  constructor(parts: EVMBodyParts) {
    this.#parts = parts;
  }

  prepare(txIndex: number): Address | null {
    return this.#decode(txIndex).sender;
  }

  async run(txIndex: number, reader: StateReader, fibre: number): Promise<BodyResult<EVMOutcome>> {
    const { context, cores } = this.#parts;
    const transaction = this.#decode(txIndex);
    const machine = { core: cores(fibre), block: context };
    const { outcome, reads, writes } = await executeTransaction(transaction, reader, machine);
    return {
      reads,
      writes,
      demand: demandOf(transaction, outcome),
      outcome: { transaction, outcome },
    };
  }

  #decode(txIndex: number): DecodedTransaction {
    const known = this.#decoded.get(txIndex);
    if (known !== undefined) {
      return known;
    }
    const signed = this.#parts.source.transactions[txIndex];
    invariant(signed !== undefined, 'a task is about a transaction of the block', { txIndex });
    const decoded = decodeTransaction(signed);
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
