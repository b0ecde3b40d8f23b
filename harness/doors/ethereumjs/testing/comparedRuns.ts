/**
 * An engine that runs each block twice, by the stock `runBlock` and by ours, and compares.
 *
 * Owns what is compared: results, transaction by transaction, and the state of the VM afterwards,
 * or the error. What it answers is the oracle's word. For tests.
 */
import { isDeepStrictEqual } from 'node:util';
import { bytesToHex } from '@ethereumjs/util';
import {
  runBlock as runStock,
  type RunBlockOpts,
  type RunBlockResult,
  type VM,
} from '@ethereumjs/vm';
import type { Engine } from '#engine/api/index.js';
import { blockToStock } from '../../../adapters/oracle/stockBlock.ts';
import { createStockVM, setUpStock } from '../../../adapters/oracle/stockRun.ts';
import { createOracle, transactionToStock } from '../../../adapters/oracle/index.ts';
import type { ParallelRunBlock } from '../index.ts';

/** Where the two parted. */
export interface Parting {
  readonly block: string;
  readonly stock: unknown;
  readonly ours: unknown;
}

/** Compares on every block it is asked for, and tells `onParting` where they differ. */
export function comparedRuns(runOurs: ParallelRunBlock, onParting: (p: Parting) => void): Engine {
  const oracle = createOracle();
  return {
    info: { ...oracle.info, name: 'runBlock' },
    execute: async (block, preState, options) => {
      const outcomes: unknown[] = [];
      for (const run of [runStock, runOurs]) {
        const setup = await setUpStock(block, preState);
        const vm = await createStockVM(setup);
        outcomes.push(
          await outcomeOf(vm, run, async () => {
            const transactions = block.transactions.map((one) =>
              transactionToStock(one, setup.common),
            );
            const stock = blockToStock(block, transactions, setup.common);
            return {
              block: stock,
              generate: true,
              skipBlockValidation: true,
              skipHeaderValidation: true,
            };
          }),
        );
      }
      const [stock, ours] = outcomes;
      if (!isDeepStrictEqual(stock, ours)) {
        onParting({ block: `${block.fork} ${block.env.currentNumber}`, stock, ours });
      }
      return await oracle.execute(block, preState, options);
    },
  };
}

async function outcomeOf(
  vm: VM,
  run: (vm: VM, opts: RunBlockOpts) => Promise<RunBlockResult>,
  opts: () => Promise<RunBlockOpts>,
): Promise<unknown> {
  let outcome: unknown;
  try {
    outcome = shapeOf(await run(vm, await opts()));
  } catch (error) {
    outcome = error instanceof Error ? error.message : error;
  }
  return { outcome, root: bytesToHex(await vm.stateManager.getStateRoot()) };
}

/** A result without what ours leaves out, and without class instances; unset is undefined. */
function shapeOf(result: RunBlockResult): unknown {
  const { results, requests, preimages: _none, blockLevelAccessList: _later, ...rest } = result;
  return {
    requestsHash: undefined,
    ...rest,
    requests: requests?.map(({ bytes }) => bytes),
    results: results.map(({ execResult, bloom, createdAddress, ...tx }) => ({
      blobGasUsed: undefined,
      accessList: undefined,
      preimages: undefined,
      txStateGas: undefined,
      txRegularGas: undefined,
      ...tx,
      bloom: bloom.bitvector,
      createdAddress: createdAddress?.toString(),
      returnValue: execResult.returnValue,
      executionGasUsed: execResult.executionGasUsed,
      exception: execResult.exceptionError?.error,
      logs: execResult.logs ?? [],
    })),
  };
}
