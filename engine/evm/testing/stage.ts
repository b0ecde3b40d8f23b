/**
 * A stage: one transaction at a time, without the block around it.
 *
 * Owns what a test needs to see an incarnation as it is, facts and writes included. The core is the
 * real one, kept from transaction to transaction as an engine keeps it.
 */
import type { Alloc, Block, Transaction } from '../../api/index.ts';
import type { StateReader } from '../../primitives/reader.ts';
import { CommittedState } from '../../state/committedState.ts';
import { blockContextOf } from '../blockContext.ts';
import { decodeTransaction } from '../decodedTransaction.ts';
import { EthereumJSCore } from '../ethereumjsCore.ts';
import { executeTransaction, type Incarnation } from '../executor.ts';

/** Where transactions of one block context run. */
export interface Stage {
  /** Runs `transaction` on the state that `reader` shows; changes nothing. */
  run(transaction: Transaction, reader: StateReader): Promise<Incarnation>;
}

/** A stage with a core of its own. The block's transactions do not matter. */
export function createStage(block: Block): Stage {
  const context = blockContextOf(block);
  const core = new EthereumJSCore(context.fork, context.chainId);
  return {
    run: (transaction, reader) =>
      executeTransaction(decodeTransaction(transaction), reader, { core, block: context }),
  };
}

/** The incarnations of all transactions of a block, each on what the ones before it left. */
export async function incarnationsOf(block: Block, preState: Alloc): Promise<Incarnation[]> {
  const stage = createStage(block);
  const state = new CommittedState(preState);
  const incarnations: Incarnation[] = [];
  for (const transaction of block.transactions) {
    const incarnation = await stage.run(transaction, state);
    state.apply(incarnation.writes);
    incarnations.push(incarnation);
  }
  return incarnations;
}
