/**
 * A block's transactions in index order.
 *
 * The serial engine is this, and so is a block whose lanes are lost.
 */
import type { Block, ExecuteOptions } from '../api/index.ts';
import { decodeTransaction } from '../evm/decodedTransaction.ts';
import { executeTransaction } from '../evm/executor.ts';
import type { Ledger } from '../evm/ledger.ts';
import type { BlockMachine } from '../evm/systemCalls.ts';

/** What a serial run works on. */
export interface SerialParts {
  readonly machine: BlockMachine;
  readonly source: Block;
  readonly ledger: Ledger;
  readonly options: ExecuteOptions;
}

/**
 * Executes and commits every transaction, until one rejects the block. Returns how many were
 * executed. Throws the signal's reason when it is aborted.
 */
export async function executeInOrder(parts: SerialParts): Promise<number> {
  const { machine, source, ledger, options } = parts;
  let executions = 0;
  for (const [index, signed] of source.transactions.entries()) {
    options.signal?.throwIfAborted();
    const transaction = decodeTransaction(signed);
    const incarnation = await executeTransaction(transaction, machine.state, machine);
    executions += 1;
    const entry = ledger.enter({ index, transaction, ...incarnation });
    if (entry.kind === 'block-rejected') {
      break;
    }
  }
  return executions;
}
