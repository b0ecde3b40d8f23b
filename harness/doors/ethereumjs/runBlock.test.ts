/**
 * Our `runBlock` against the stock one: the same results, the same state, the same words.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { runBlock as runStock, type VM } from '@ethereumjs/vm';
import type { Fork } from '#engine/api/index.js';
import { corpus } from '#fixtures/corpus/index.js';
import { comparedRuns, type Parting } from '#harness/doors/ethereumjs/testing/comparedRuns.js';
import { createRunBlock, type Ran } from '#harness/doors/ethereumjs/index.js';
import { blockToStock } from '#harness/adapters/oracle/stockBlock.js';
import { createStockVM, setUpStock } from '#harness/adapters/oracle/stockRun.js';
import { transactionToStock } from '#harness/adapters/oracle/index.js';
import { fixturesFolder } from '#harness/cli/fixturesFolder.js';
import { runFixtures } from '#harness/fixtures/runFixtures.js';
import { BEACON_ROOTS_ADDRESS } from '#generators/build/predeploys.js';
import { buildWorkload } from '#generators/workloads/index.js';

const FAMILIES = /^(destruction|requests|withdrawals|blobs|delegation|creation|validity)\//;

/** A refund that the floor of EIP-7623 takes back. */
const ALWAYS = ['gas-limits/floor-after-refund'];

let ran: Ran[] = [];
const runBlock = createRunBlock({
  engine: { scheduler: 'v2', minParallel: 0 },
  onRan: (one) => ran.push(one),
});
const partings: Parting[] = [];
const compared = comparedRuns(runBlock, (parting) => partings.push(parting));
afterAll(async () => {
  await runBlock.close();
});

test.each(['London', 'Prague', 'Osaka'] as const)('corpus under %s', async (fork: Fork) => {
  ran = [];
  const cases = corpus(fork).filter(
    ({ id }, at) => (FAMILIES.test(id) && at % 3 === 0) || ALWAYS.includes(id),
  );
  for (const { blocks, preState, policy } of cases) {
    const [first] = blocks;
    // Stock code has no other policy.
    if (first === undefined || policy === 'skip') continue;
    await compared.execute(first.block, preState);
  }
  expect(partings).toEqual([]);
  expect(ran.filter(({ by }) => by === 'engine').length).toBeGreaterThan(5);
});

test('a root of zero is written over the one before (EIP-4788)', async () => {
  const made = buildWorkload('transfers', { transactions: 2, seed: 1, fork: 'Cancun' });
  const env = { ...made.block.env, parentBeaconBlockRoot: `0x${'00'.repeat(32)}` } as const;
  const slot = (BigInt(env.currentTimestamp) % 8_191n) + 8_191n;
  const key = `0x${slot.toString(16).padStart(64, '0')}` as const;
  const account = made.preState[BEACON_ROOTS_ADDRESS];
  if (account === undefined) throw new Error('the contract is there since Cancun');
  const storage = { ...account.storage, [key]: `0x${'11'.repeat(32)}` } as const;
  const preState = { ...made.preState, [BEACON_ROOTS_ADDRESS]: { ...account, storage } };
  await compared.execute({ ...made.block, env }, preState);
  expect(partings).toEqual([]);
});

const folder = fixturesFolder(undefined);
/** In a long run every official test there is, which takes a quarter of an hour. */
const IS_LONG = process.env['LOCKSTEP_LONG'] !== undefined;

test.skipIf(folder === null)('official blocks', { timeout: 3_600_000 }, async () => {
  const files = /ValidBlocks\/(bcStateTests|bcWallet|bcRandom)/;
  let count = 0;
  const isSome = (id: string): boolean => IS_LONG || (files.test(id) && (count += 1) % 12 === 0);
  const report = await runFixtures({ engine: compared, folder: folder ?? '', filter: isSome });
  expect(partings).toEqual([]);
  expect(report.failed).toBe(0);
  expect(report.passed).toBeGreaterThan(5);
});

describe('a block whose header is not true', () => {
  const { block, preState } = buildWorkload('swap', { transactions: 4, seed: 1, fork: 'Osaka' });

  /** Runs the block as it is, with a header that says nothing true. */
  async function refusal(run: (vm: VM, opts: Opts) => Promise<unknown>): Promise<string> {
    const setup = await setUpStock(block, preState);
    const vm = await createStockVM(setup);
    const transactions = block.transactions.map((one) => transactionToStock(one, setup.common));
    const opts = { block: blockToStock(block, transactions, setup.common) };
    return await run(vm, { ...opts, skipBlockValidation: true }).then(
      () => 'accepted',
      (error: unknown) => String(error),
    );
  }

  test('is refused in the words of the stock run', async () => {
    const words = await refusal(runStock);
    expect(words).toContain('invalid');
    ran = [];
    expect(await refusal(runBlock)).toBe(words);
    expect(ran).toEqual([{ by: 'stock', reason: 'its header is not true' }]);
  });

  test('and other prices than mainnet has are the stock run’s', async () => {
    ran = [];
    await refusal(async (vm, opts) => {
      opts.block.transactions[0]?.common.updateParams({ 1: { txGas: 22_000 } });
      return await runBlock(vm, opts);
    });
    expect(ran).toEqual([{ by: 'stock', reason: 'the parameter txGas is not that of mainnet' }]);
  });

  test('and who listens gets events', async () => {
    ran = [];
    let heard = 0;
    await refusal(async (vm, opts) => {
      vm.events.on('afterTx', (_result, resolve) => {
        heard += 1;
        resolve?.();
      });
      return await runBlock(vm, opts);
    });
    expect(heard).toBe(4);
    expect(ran).toEqual([{ by: 'stock', reason: 'somebody listens to afterTx' }]);
  });
});

type Opts = Parameters<typeof runStock>[1];
