/**
 * Transactions in index order, from any index to the end of the block.
 *
 * The serial engine is this from 0; a fallback is this from wherever the parallel path gave up.
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
 * Executes and commits every transaction from `start` on, until one rejects the block. Returns how
 * many were executed. Throws the signal's reason when it is aborted.
 */
export async function executeFrom(start: number, parts: SerialParts): Promise<number> {
  const { machine, source, ledger, options } = parts;
  let executions = 0;
  for (let index = start; index < source.transactions.length; index += 1) {
    options.signal?.throwIfAborted();
    const signed = source.transactions[index];
    if (signed === undefined) {
      break;
    }
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
