/**
 * Hints from running the transaction on a given state, as a mempool would.
 *
 * Owns the run and the one fiction it needs: the sender's nonce is the transaction's and its purse
 * is full, since transactions before it in the block, or in blocks to come, see to that. Exact on
 * the state before the transaction; on an older one, what it sees may have changed.
 */
import type { Address, Bytes32 } from '../api/index.ts';
import type { AccountSnapshot, StateReader } from '../primitives/reader.ts';
import type { BlockContext } from '../evm/blockContext.ts';
import type { EVMCore } from '../evm/core.ts';
import type { DecodedTransaction } from '../evm/decodedTransaction.ts';
import { executeTransaction } from '../evm/executor.ts';
import { costMaxOf } from '../evm/validity.ts';
import { accessHints } from './accessHints.ts';
import type { Hints } from './hint.ts';

/** The reads and writes of the transaction on what `reader` shows. Changes nothing. */
export async function simulationHints(
  transaction: DecodedTransaction,
  reader: StateReader,
  machine: { readonly core: EVMCore; readonly block: BlockContext },
): Promise<Hints> {
  if (transaction.sender === null) return [];
  const ready = new ReadySender(transaction, transaction.sender, reader);
  const incarnation = await executeTransaction(transaction, ready, machine);
  return accessHints(incarnation, { source: 'simulation', grade: 'exact' });
}

/** A state in which the sender is ready to send. */
class ReadySender implements StateReader {
  readonly #reader: StateReader;
  readonly #sender: Address;
  readonly #nonce: bigint;
  /** Upfront cost and value, in wei. */
  readonly #cost: bigint;

  constructor(transaction: DecodedTransaction, sender: Address, reader: StateReader) {
    this.#reader = reader;
    this.#sender = sender;
    this.#nonce = transaction.nonce;
    this.#cost = costMaxOf(transaction);
  }

  account(address: Address): AccountSnapshot | Promise<AccountSnapshot> {
    const account = this.#reader.account(address);
    if (address !== this.#sender) return account;
    return account instanceof Promise
      ? account.then((real) => this.#ready(real))
      : this.#ready(account);
  }

  slot(address: Address, slot: Bytes32): bigint | Promise<bigint> {
    return this.#reader.slot(address, slot);
  }

  code(hash: Bytes32): Uint8Array | Promise<Uint8Array> {
    return this.#reader.code(hash);
  }

  #ready(account: AccountSnapshot): AccountSnapshot {
    const { balance } = account;
    return {
      ...account,
      exists: true,
      nonce: this.#nonce,
      balance: balance < this.#cost ? this.#cost : balance,
    };
  }
}
