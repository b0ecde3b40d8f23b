/**
 * The oracle: stock `@ethereumjs/vm`, unmodified, as an engine.
 *
 * Level 1 of the independence ladder: another executor, journal and trie than ours, and of our
 * engine it knows the types alone. Owns the course of one execution; every root, receipt and byte
 * of state comes from one `runBlock` over the valid transactions. Does not check the header chain.
 */
import type {
  Alloc,
  Block,
  BlockReason,
  Engine,
  ExecuteOptions,
  ExecutionResult,
  RejectedBlock,
  RejectedTransaction,
  Rejection,
  Stats,
} from '#engine/api/index.js';
import { type OracleRun, runToAccepted } from './accepted.ts';
import { BLOCK_MESSAGES, reasonsOfMessage } from './messages.ts';
import { needsScreening, screen } from './screening.ts';
import { ORACLE_FORKS } from './stockChain.ts';
import {
  type IndexedTransaction,
  type StockRun,
  type StockSetup,
  countStart,
  createStockVM,
  indexTransactions,
  returnToPreState,
  runStock,
  setUpStock,
} from './stockRun.ts';
import { dumpAlloc } from './stockState.ts';
import { SystemCallWatch } from './systemCalls.ts';

/** Version of the stock packages, which are pinned to one another. */
const STOCK_VERSION = '10.1.3';

/** Stock code with a block loaded: what a benchmark times. */
export interface PreparedOracle {
  /**
   * Decodes the transactions, recovers their senders, executes, and computes receipts and roots,
   * each time from the pre-state and from nothing that an earlier run computed.
   *
   * @throws Error with stock's message when the block is invalid
   */
  run(): Promise<OracleRun>;
}

/**
 * Loads a pre-state into stock code, ahead of timing it.
 *
 * @throws Error when the fork is unknown
 */
export async function prepareOracle(block: Block, preState: Alloc): Promise<PreparedOracle> {
  const setup = await setUpStock(block, preState);
  const vm = await createStockVM(setup);
  return {
    async run() {
      await returnToPreState(setup);
      return runToAccepted(await runStock(vm, setup, indexTransactions(block)), setup);
    },
  };
}

/**
 * The engine `oracle`. It keeps nothing between executions.
 *
 * @example
 * const result = await createOracle().execute(block, preState);
 */
export function createOracle(): Engine {
  return {
    info: {
      name: 'oracle',
      version: `@ethereumjs/vm ${STOCK_VERSION}`,
      capabilities: {
        forks: ORACLE_FORKS,
        policies: ['reject-block', 'skip'],
        parallel: false,
        accesses: false,
        plainSenders: true,
      },
    },
    execute,
  };
}

async function execute(
  block: Block,
  preState: Alloc,
  options: ExecuteOptions = {},
): Promise<ExecutionResult> {
  options.signal?.throwIfAborted();
  const setup = await setUpStock(block, preState);
  if (needsScreening(setup)) return executeScreened(setup, options);
  const first = await attempt(setup, indexTransactions(block));
  // A refusal names no transaction: screening finds it, or fails with what stock code said.
  if (first.kind === 'refused') return executeScreened(setup, options, first.error);
  return conclude(setup, first, []);
}

/** Finds the invalid transactions, then runs the block without them if the policy is to skip. */
async function executeScreened(
  setup: StockSetup,
  options: ExecuteOptions,
  refusal?: Error,
): Promise<ExecutionResult> {
  options.signal?.throwIfAborted();
  const policy = options.invalidTransactions ?? 'reject-block';
  const rejected = await screen(setup, policy);
  const [first] = rejected;
  if (first === undefined) {
    throw new Error(`stock code refuses a block of valid transactions: ${refusal?.message}`, {
      cause: refusal,
    });
  }
  if (policy === 'reject-block') {
    return reject(setup, { kind: 'transaction', ...first });
  }
  options.signal?.throwIfAborted();
  const invalid = new Set(rejected.map(({ index }) => index));
  const valid = indexTransactions(setup.block).filter(({ index }) => !invalid.has(index));
  const second = await attempt(setup, valid);
  if (second.kind === 'refused') throw second.error;
  return conclude(setup, second, rejected);
}

/** How one `runBlock` ended. */
type Attempt =
  | { readonly kind: 'ran'; readonly run: StockRun }
  | { readonly kind: 'block-invalid'; readonly reason: BlockReason }
  | { readonly kind: 'refused'; readonly error: Error };

async function attempt(
  setup: StockSetup,
  included: readonly IndexedTransaction[],
): Promise<Attempt> {
  const vm = await createStockVM(setup);
  const watch = new SystemCallWatch(vm);
  let position = 0;
  vm.events.on('beforeTx', () => {
    countStart(setup, included[position]?.index ?? 0);
    position += 1;
  });
  try {
    const run = await runStock(vm, setup, included);
    const reason = await watch.brokenDemand();
    return reason === null ? { kind: 'ran', run } : { kind: 'block-invalid', reason };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const [reason] = reasonsOfMessage(error.message, BLOCK_MESSAGES);
    return reason === undefined ? { kind: 'refused', error } : { kind: 'block-invalid', reason };
  }
}

async function conclude(
  setup: StockSetup,
  attempted: Exclude<Attempt, { kind: 'refused' }>,
  rejected: readonly RejectedTransaction[],
): Promise<ExecutionResult> {
  if (attempted.kind === 'block-invalid') {
    return reject(setup, { kind: 'block', reason: attempted.reason });
  }
  const { run } = attempted;
  return {
    ...runToAccepted(run, setup),
    rejected,
    postState: await dumpAlloc(setup.state, run.result.stateRoot),
    stats: statsOf(setup),
  };
}

function reject(setup: StockSetup, rejection: Rejection): RejectedBlock {
  return { status: 'rejected', rejection, stats: statsOf(setup) };
}

function statsOf({ starts }: StockSetup): Stats {
  return {
    path: { kind: 'serial', reason: 'the oracle is serial by design' },
    lanes: 1,
    executions: starts.reduce((sum, count) => sum + count, 0),
    executionsMax: starts.reduce((most, count) => Math.max(most, count), 0),
    aborts: 0,
    suspensions: 0,
    barriers: 0,
    fallbacks: 0,
  };
}
