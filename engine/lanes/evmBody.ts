/**
 * The EVM as a transaction body.
 *
 * Owns one block's transactions as one lane sees them: decoded once a lane, executed on the lane's
 * own core. The outcome carries what receipts are made of.
 */
import type { Address, Block } from '../api/index.ts';
import type { BlockContext } from '../evm/blockContext.ts';
import type { EVMCore } from '../evm/core.ts';
import { type DecodedTransaction, decodeTransaction } from '../evm/decodedTransaction.ts';
import { type TransactionOutcome, executeTransaction } from '../evm/executor.ts';
import { invariant } from '../primitives/invariant.ts';
import type { StateReader } from '../primitives/reader.ts';
import type { BodyResult, TransactionBody } from './body.ts';

/** What a lane keeps of an executed transaction. */
export interface EVMOutcome {
  readonly transaction: DecodedTransaction;
  readonly outcome: TransactionOutcome;
}

/** Runs a block's transactions on an EVM core. */
export class EVMBody implements TransactionBody<EVMOutcome> {
  readonly #source: Block;
  readonly #machine: { readonly core: EVMCore; readonly block: BlockContext };
  readonly #decoded = new Map<number, DecodedTransaction>();

  constructor(source: Block, machine: { readonly core: EVMCore; readonly block: BlockContext }) {
    this.#source = source;
    this.#machine = machine;
  }

  prepare(txIndex: number): Address | null {
    return this.#decode(txIndex).sender;
  }

  async run(txIndex: number, reader: StateReader): Promise<BodyResult<EVMOutcome>> {
    const transaction = this.#decode(txIndex);
    const { outcome, reads, writes } = await executeTransaction(transaction, reader, this.#machine);
    return { reads, writes, outcome: { transaction, outcome } };
  }

  #decode(txIndex: number): DecodedTransaction {
    const known = this.#decoded.get(txIndex);
    if (known !== undefined) {
      return known;
    }
    const signed = this.#source.transactions[txIndex];
    invariant(signed !== undefined, 'a task is about a transaction of the block', { txIndex });
    const decoded = decodeTransaction(signed);
    this.#decoded.set(txIndex, decoded);
    return decoded;
  }
}
