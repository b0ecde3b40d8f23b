/**
 * `runBlock` in parallel.
 *
 * Owns the order of steps and when the stock run takes over: where a block cannot be expressed, and
 * where anything about it is wrong, so that whoever has to hear of it hears it in stock's words.
 */
import { equalsBytes } from '@ethereumjs/util';
import {
  runBlock as runStock,
  type RunBlockOpts,
  type RunBlockResult,
  type VM,
} from '@ethereumjs/vm';
import type { AcceptedBlock, Block, Engine } from '#engine/api/index.js';
import { commitChange } from './commitState.ts';
import { PartialState } from './partialState.ts';
import { StockOnly } from './stockOnly.ts';
import { toStockResult } from './stockResult.ts';
import { wantPlacesOf } from './systemPlaces.ts';
import { blockOf, checkIsOurs, forkOf } from './vmBlock.ts';
import { checkRules } from './usualRules.ts';

/** Who ran a block: our engine, or the stock run with the reason, a phrase. */
export type Ran =
  | { readonly by: 'engine'; readonly rounds: number }
  | { readonly by: 'stock'; readonly reason: string };

/** Rounds after which the stock run is the faster one. */
const ROUNDS_MAX = 16;

/** What runs blocks, and who hears of it. */
export interface Runner {
  readonly engine: Engine;
  readonly onRan: (ran: Ran) => void;
}

/** Runs a block of a VM on an engine of ours. Rejects as the stock run. */
export async function runBlockOn(
  { engine, onRan }: Runner,
  vm: VM,
  opts: RunBlockOpts,
): Promise<RunBlockResult> {
  const { root, clearCache = true } = opts;
  try {
    checkIsOurs(vm, opts);
    setHardfork(vm, opts);
    if (root !== undefined) await vm.stateManager.setStateRoot(root, clearCache);
    const { result, rounds } = await inParallel(engine, vm, opts);
    onRan({ by: 'engine', rounds });
    return result;
  } catch (error) {
    if (!(error instanceof StockOnly)) throw error;
    onRan({ by: 'stock', reason: error.message });
    return await runStock(vm, opts);
  }
}

/** As the stock run does: a VM may have been told to do so for every block. */
function setHardfork(vm: VM, { block: { header }, setHardfork: isAsked }: RunBlockOpts): void {
  const isUsual: unknown = Reflect.get(vm, '_setHardfork');
  if ((isAsked ?? isUsual) !== true) return;
  vm.common.setHardforkBy({ blockNumber: header.number, timestamp: header.timestamp });
}

async function inParallel(
  engine: Engine,
  vm: VM,
  opts: RunBlockOpts,
): Promise<{ readonly result: RunBlockResult; readonly rounds: number }> {
  const fork = forkOf(vm);
  await checkRules(vm, opts.block);
  await checkBlock(vm, opts);
  const block = await blockOf(vm, opts.block, fork);
  const state = new PartialState(vm.stateManager);
  const senders = opts.block.transactions.map((transaction) => transaction.getSenderAddress());
  await wantPlacesOf(
    block,
    senders.map((sender) => sender.toString()),
    state,
  );
  const { accepted, rounds } = await executed(engine, block, state);
  const { journal } = vm.evm;
  // Whatever waits in caches goes to the trie first, so that they can be dropped below.
  await vm.stateManager.getStateRoot();
  await journal.checkpoint();
  try {
    const change = { before: state.alloc(), after: accepted.postState };
    await commitChange(vm.stateManager, { ...change, accesses: accepted.accesses ?? [] });
    const stateRoot = await vm.stateManager.getStateRoot();
    const result = toStockResult(vm, opts.block, { result: accepted, stateRoot });
    if (opts.generate !== true) checkHeader(opts, result);
    await journal.commit();
    return { result, rounds };
  } catch (error) {
    await journal.revert();
    // The root was asked for: caches have forgotten what there is to revert.
    vm.stateManager.clearCaches();
    throw error;
  }
}

/** Executes on what is known, and again with what that came by, until nothing is unknown. */
async function executed(
  engine: Engine,
  block: Block,
  state: PartialState,
): Promise<{ readonly accepted: AcceptedBlock; readonly rounds: number }> {
  const options = { invalidTransactions: 'skip', accesses: true, details: true } as const;
  for (let rounds = 1; rounds <= ROUNDS_MAX; rounds += 1) {
    const result = await engine.execute(block, state.alloc(), options);
    if (result.status === 'rejected') throw new StockOnly('the block is invalid');
    if (await state.wantAccesses(result.accesses ?? [])) continue;
    if (result.rejected.length > 0) throw new StockOnly('a transaction is invalid');
    return { accepted: result, rounds };
  }
  throw new StockOnly('each execution came by places that those before it did not');
}

/** What the stock run checks before it executes; its words are the stock run's to say. */
async function checkBlock({ blockchain }: VM, opts: RunBlockOpts): Promise<void> {
  if (opts.skipBlockValidation === true) return;
  try {
    if (opts.skipHeaderValidation !== true) {
      const validate: unknown = Reflect.get(blockchain, 'validateHeader');
      if (typeof validate !== 'function') throw new Error('the chain cannot validate headers');
      await Reflect.apply(validate, blockchain, [opts.block.header]);
    }
    await opts.block.validateData(false, true, opts.validateBlockSize ?? false);
  } catch (error) {
    throw new StockOnly('the block is invalid', { cause: error });
  }
}

function checkHeader({ block: { header } }: RunBlockOpts, result: RunBlockResult): void {
  const { requestsHash } = result;
  const isTrue =
    equalsBytes(header.stateRoot, result.stateRoot) &&
    equalsBytes(header.receiptTrie, result.receiptsRoot) &&
    equalsBytes(header.logsBloom, result.logsBloom) &&
    header.gasUsed === result.gasUsed &&
    (requestsHash === undefined ||
      (header.requestsHash !== undefined && equalsBytes(header.requestsHash, requestsHash)));
  if (!isTrue) throw new StockOnly('its header is not true');
}
