/**
 * One block through stock `runBlock`.
 *
 * Owns the VM, its pre-state and the call itself. Knows valid blocks only: whatever stock code
 * throws goes to the caller. Header and block validation are skipped, since they need the parent;
 * what they would find in transactions, `rules.ts` finds.
 */
import type { Common } from '@ethereumjs/common';
import type { TypedTransaction } from '@ethereumjs/tx';
import { type RunBlockResult, type VM, createVM, runBlock } from '@ethereumjs/vm';
import type { Alloc, Block, Transaction } from '#engine/api/index.js';
import { blockToStock } from './stockBlock.ts';
import { createAncestors, createStockCommon } from './stockChain.ts';
import { type StockState, loadAlloc } from './stockState.ts';
import { transactionToStock } from './stockTransaction.ts';

/** A block with its pre-state loaded, ready to be run any number of times. */
export interface StockSetup {
  readonly block: Block;
  readonly common: Common;
  readonly state: StockState;
  /** Root of the pre-state, to which every run returns first. */
  readonly preRoot: Uint8Array;
  /** How often each transaction was started, by TxIndex. */
  readonly starts: number[];
}

/** A transaction as given, and its position there. */
export interface IndexedTransaction {
  readonly index: number;
  readonly transaction: Transaction;
}

/** What one run of valid transactions made of the block. */
export interface StockRun {
  readonly included: readonly IndexedTransaction[];
  readonly transactions: readonly TypedTransaction[];
  readonly result: RunBlockResult;
}

/** Loads the pre-state and the rules. */
export async function setUpStock(block: Block, preState: Alloc): Promise<StockSetup> {
  const common = createStockCommon(block.fork, block.chainId);
  const state = await loadAlloc(preState, common);
  const preRoot = await state.manager.getStateRoot();
  return {
    block,
    common,
    state,
    preRoot,
    starts: block.transactions.map(() => 0),
  };
}

/** Notes that the body of a transaction was started. */
export function countStart({ starts }: StockSetup, index: number): void {
  starts[index] = (starts[index] ?? 0) + 1;
}

/** Drops whatever runs left in the state. */
export async function returnToPreState({ state, preRoot }: StockSetup): Promise<void> {
  await state.manager.setStateRoot(preRoot);
}

/** A fresh VM on the pre-state, stock in every part. */
export async function createStockVM(setup: StockSetup): Promise<VM> {
  await returnToPreState(setup);
  return createVM({
    common: setup.common,
    stateManager: setup.state.manager,
    blockchain: createAncestors(setup.block.env.blockHashes),
  });
}

/**
 * Decodes the transactions and runs the block on them: senders, execution, receipts, all roots.
 *
 * @throws Error with stock's message when a transaction or the block is invalid
 */
export async function runStock(
  vm: VM,
  setup: StockSetup,
  included: readonly IndexedTransaction[],
): Promise<StockRun> {
  const transactions = included.map(({ transaction }) =>
    transactionToStock(transaction, setup.common),
  );
  const block = blockToStock(setup.block, transactions, setup.common);
  const result = await runBlock(vm, {
    block,
    generate: true,
    skipBlockValidation: true,
    skipHeaderValidation: true,
  });
  return { included, transactions, result };
}

/** All transactions of a block with their positions. */
export function indexTransactions(block: Block): IndexedTransaction[] {
  return block.transactions.map((transaction, index) => ({
    index,
    transaction,
  }));
}
