/**
 * A block of real transactions as a scenario for simulation.
 *
 * Owns the composition: opening calls, bodies on one EVM, the truth by executing in index order,
 * and the ledger that turns what virtual lanes came to into a result. Invalid transactions are left
 * out, as in t8n, so that every transaction of the block is scheduled.
 */
import type { Alloc, Block, ExecutionResult, HintChoice } from '../api/index.ts';
import { blockGasMax } from '../evm/admission.ts';
import { blockContextOf } from '../evm/blockContext.ts';
import { EthereumJSCore } from '../evm/ethereumjsCore.ts';
import { GasGauge } from '../evm/gasGauge.ts';
import { Ledger } from '../evm/ledger.ts';
import { type BlockMachine, runOpeningCalls } from '../evm/systemCalls.ts';
import type { ExpectedAccess } from '../graph/dependencies.ts';
import type { BodyResult, TransactionBody } from '../lanes/body.ts';
import { EVMBody, type EVMOutcome } from '../lanes/evmBody.ts';
import type { Scenario } from '../simulation/scenario.ts';
import { CommittedState } from '../state/committedState.ts';
import { blockHints } from './blockHints.ts';
import { serialStats } from './stats.ts';

const OPTIONS = { invalidTransactions: 'skip' } as const;

/** A scenario and how its runs end. */
export interface EVMScenario extends Scenario<EVMOutcome> {
  /** After the opening calls; not changed. */
  readonly base: CommittedState;
  /** Indices of transactions that the block has no room for, or that are invalid. */
  readonly leftOut: ReadonlySet<number>;
  /** What serial execution returns. */
  readonly serialResult: ExecutionResult;
  /** What a planner is told of the block. */
  told(choice: HintChoice): Promise<readonly ExpectedAccess[]>;
  /** Commits what each transaction came to on lanes, in index order. */
  commit(finals: readonly BodyResult<EVMOutcome>[]): Promise<ExecutionResult>;
}

/** How a scenario's bodies run. */
export interface EVMScenarioOptions {
  /** Whether they say how much gas they have used, for virtual time. Default: no. */
  readonly isMetered?: boolean;
}

/** Makes a scenario of `block` on `preState`. Executes it once. */
export async function evmScenario(
  block: Block,
  preState: Alloc,
  { isMetered = false }: EVMScenarioOptions = {},
): Promise<EVMScenario> {
  const context = blockContextOf(block);
  const core = new EthereumJSCore(context.fork, context.chainId);
  const body = new EVMBody({ source: block, context, cores: () => core, defect: null });
  const machine = async (): Promise<BlockMachine> => {
    const fresh = { core, block: context, state: new CommittedState(preState) };
    await runOpeningCalls(fresh);
    return fresh;
  };
  const { truth, leftOut, result } = await executeAll(body, block, await machine());
  return {
    txCount: block.transactions.length,
    ...(isMetered ? meteredBody(block) : { body, meter: null }),
    base: (await machine()).state,
    max: blockGasMax(context),
    policy: OPTIONS.invalidTransactions,
    truth,
    leftOut,
    serialResult: result,
    told: async (choice) =>
      (await blockHints(choice, { block, machine: await machine() })).accesses,
    commit: async (finals) => {
      const ledger = new Ledger(await machine(), block, OPTIONS);
      for (const [index, { reads, writes, outcome }] of finals.entries()) {
        ledger.enter({ index, ...outcome, reads, writes });
      }
      return await ledger.close(serialStats('committed from virtual lanes', finals.length));
    },
  };
}

/** Bodies on a core that has a gauge. */
function meteredBody(block: Block): Pick<Scenario<EVMOutcome>, 'body' | 'meter'> {
  const context = blockContextOf(block);
  const gauge = new GasGauge();
  const core = new EthereumJSCore(context.fork, context.chainId, gauge);
  const inner = new EVMBody({ source: block, context, cores: () => core, defect: null });
  const body: TransactionBody<EVMOutcome> = {
    prepare: (txIndex) => inner.prepare(txIndex),
    run: (start, reader) => {
      gauge.reset();
      return inner.run(start, reader);
    },
  };
  return { body, meter: gauge };
}

interface Executed extends Pick<EVMScenario, 'truth' | 'leftOut'> {
  readonly result: ExecutionResult;
}

async function executeAll(body: EVMBody, block: Block, machine: BlockMachine): Promise<Executed> {
  const ledger = new Ledger(machine, block, OPTIONS);
  const truth: BodyResult<EVMOutcome>[] = [];
  const leftOut = new Set<number>();
  for (let index = 0; index < block.transactions.length; index += 1) {
    const sender = body.prepare(index);
    const executed = await body.run({ txIndex: index, fibre: 0, sender }, machine.state);
    const { reads, writes, outcome } = executed;
    const entry = ledger.enter({ index, ...outcome, reads, writes });
    if (entry.kind !== 'committed') {
      leftOut.add(index);
    }
    truth.push(executed);
  }
  const result = await ledger.close(serialStats('the truth of a scenario', truth.length));
  return { truth, leftOut, result };
}
