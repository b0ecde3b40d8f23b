/**
 * A gauge counts what a transaction is charged, once, whatever calls whatever.
 */
import { describe, expect, test } from 'vitest';

import type { Block, Alloc } from '#engine/api/index.js';
import { blockContextOf } from '#engine/evm/blockContext.js';
import { decodeTransaction } from '#engine/evm/decodedTransaction.js';
import { EthereumJSCore } from '#engine/evm/ethereumjsCore.js';
import { executeTransaction } from '#engine/evm/executor.js';
import { GasGauge } from '#engine/evm/gasGauge.js';
import type { StateReader } from '#engine/primitives/reader.js';
import { CommittedState } from '#engine/state/committedState.js';
import { assemble } from '#generators/assembly/assemble.js';
import { initcode } from '#generators/assembly/initcode.js';
import { addressNamed } from '#generators/build/address.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { word } from '#generators/build/hex.js';
import { DONATION_BOX, GAS_BURNER, REVERTER, storing } from '#generators/contracts/small.js';
import { buildWorkload } from '#generators/workloads/index.js';

interface Measured {
  /** At each slot that was read, in gas. */
  readonly atSlots: readonly number[];
  /** At every read. */
  readonly atReads: readonly number[];
  readonly end: number;
  readonly gasUsed: number;
}

/** Runs the block's only transaction, looking at the gauge at each read. */
async function measure(block: Block, preState: Alloc): Promise<Measured> {
  const gauge = new GasGauge();
  const context = blockContextOf(block);
  const core = new EthereumJSCore(context.fork, context.chainId, gauge);
  const state = new CommittedState(preState);
  const atSlots: number[] = [];
  const atReads: number[] = [];
  const reader: StateReader = {
    account: (address) => (atReads.push(gauge.gas), state.account(address)),
    slot: (address, slot) => {
      atReads.push(gauge.gas);
      atSlots.push(gauge.gas);
      return state.slot(address, slot);
    },
    code: (hash) => state.code(hash),
  };
  const [transaction] = block.transactions;
  if (transaction === undefined) throw new Error('no transaction');
  const { outcome } = await executeTransaction(decodeTransaction(transaction), reader, {
    core,
    block: context,
  });
  const gasUsed = outcome.kind === 'executed' ? Number(outcome.gasUsed) : 0;
  return { atSlots, atReads, end: gauge.gas, gasUsed };
}

/** A contract that reads a slot, makes a call, and reads a slot as the last thing it does. */
async function around(call: string, callee: `0x${string}`, value = 0n): Promise<Measured> {
  const chain = new ChainBuilder('Osaka');
  chain.contract('callee', callee);
  const code = assemble(`0 SLOAD POP 0 0 0 0 ${call} POP 1 SLOAD STOP`);
  const to = chain.contract('caller', code, { balance: '0xffff' });
  const sender = chain.sender();
  const transaction = chain.transaction(sender, { to, gas: 500_000n, value });
  return measure(chain.block([transaction]), chain.preState);
}

const CALLEE = addressNamed('callee');

describe('the gauge at the end shows the gas used before refunds', () => {
  test.each(['transfers', 'erc20', 'swap', 'compute', 'staircase'] as const)('%s', async (name) => {
    const { block, preState } = buildWorkload(name, { transactions: 1, seed: 1, fork: 'Osaka' });
    const { end, gasUsed } = await measure(block, preState);
    expect(gasUsed).toBeGreaterThanOrEqual(21_000);
    expect(end).toBe(gasUsed);
  });

  test('a creation', async () => {
    const chain = new ChainBuilder('Osaka');
    const create = chain.anyone({ to: null, gas: 500_000n, input: initcode(DONATION_BOX) });
    const { end, gasUsed } = await measure(chain.block([create]), chain.preState);
    expect(end).toBe(gasUsed);
  });

  test('a slot that is cleared gives gas back, and the gauge does not see it', async () => {
    const chain = new ChainBuilder('Osaka');
    const to = chain.contract('cleared', storing(7n, 0n), { storage: { [word(7n)]: word(1n) } });
    const clear = chain.anyone({ to, gas: 500_000n });
    const { end, gasUsed } = await measure(chain.block([clear]), chain.preState);
    // EIP-3529: 4,800 for the slot, at most a fifth of all.
    expect(end - gasUsed).toBe(4_800);
  });
});

describe('a nested call is counted once', () => {
  test.each([
    ['that stores', `0 0x${CALLEE.slice(2)} GAS CALL`, storing(1n, 1n)],
    ['with value, whose stipend it uses', `1 0x${CALLEE.slice(2)} 0 CALL`, assemble('GAS POP')],
    ['with value that the caller lacks', `0xffffff 0x${CALLEE.slice(2)} 0 CALL`, REVERTER],
    ['that reverts', `0 0x${CALLEE.slice(2)} GAS CALL`, REVERTER],
    ['that burns what it got', `0 0x${CALLEE.slice(2)} 5000 CALL`, GAS_BURNER],
    ['into nothing', '0 0xdead GAS CALL', DONATION_BOX],
  ])('%s', async (_, call, callee) => {
    const { atSlots, atReads, end, gasUsed } = await around(call, callee);
    // The last opcode that costs anything is the one that reads the slot.
    expect(atSlots.at(-1)).toBe(end);
    expect(end).toBe(gasUsed);
    expect(atReads).toEqual(atReads.toSorted((a, b) => a - b));
  });

  test('a frame begins where its caller stands', async () => {
    const inner = assemble('0 SLOAD STOP');
    const { atSlots } = await around(`0 0x${CALLEE.slice(2)} GAS CALL`, inner);
    // 21,000; PUSH1 and a cold SLOAD.
    const first = 21_000 + 3 + 2_100;
    // POP, six PUSHes, GAS and a cold CALL; PUSH1 and SLOAD of the callee.
    const second = first + 2 + 18 + 2 + 2_600 + 2_103;
    // POP, PUSH1 and SLOAD.
    expect(atSlots).toEqual([first, second, second + 2 + 2_103]);
  });
});

describe('step by step', () => {
  test('a child adds to its parent while it runs, and is not added again when it returns', () => {
    const gauge = new GasGauge();
    gauge.begin(21_000n);
    gauge.step({ depth: 0, gasLeft: 1_000n, fee: 3n });
    expect(gauge.gas).toBe(21_003);
    gauge.step({ depth: 0, gasLeft: 997n, fee: 100n });
    gauge.step({ depth: 1, gasLeft: 500n, fee: 10n });
    expect(gauge.gas).toBe(21_113);
    gauge.step({ depth: 1, gasLeft: 490n, fee: 20n });
    // 997 - 100 - 30 of the child.
    gauge.step({ depth: 0, gasLeft: 867n, fee: 0n });
    expect(gauge.gas).toBe(21_133);
    gauge.end(21_133n);
    expect(gauge.gas).toBe(21_133);
  });

  test('the next body begins with nothing', () => {
    const gauge = new GasGauge();
    gauge.begin(21_000n);
    gauge.reset();
    expect(gauge.gas).toBe(0);
  });
});
