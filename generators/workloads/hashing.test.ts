/**
 * Split or whole, the work is the same.
 */
import { expect, test } from 'vitest';
import { createOracle } from '#harness/adapters/oracle/index.js';
import { buildHashing } from '#generators/workloads/hashing.js';

const WORK = { rounds: 40, seed: 3, fork: 'Osaka' } as const;

test('the pre-state does not depend on the seed, and the inputs do', () => {
  const one = buildHashing({ ...WORK, transactions: 4 });
  const two = buildHashing({ ...WORK, transactions: 4, seed: 4 });
  expect(two.preState).toEqual(one.preState);
  expect(two.block.transactions[0]?.input).not.toBe(one.block.transactions[0]?.input);
});

test('rounds that cannot be divided evenly are refused', () => {
  expect(() => buildHashing({ ...WORK, transactions: 3 })).toThrow(RangeError);
});

test('the hashing costs the same gas, split and whole, under any fork', async () => {
  const oracle = createOracle();
  for (const fork of ['Berlin', 'Osaka'] as const) {
    const loops: bigint[] = [];
    for (const transactions of [1, 4]) {
      const spent: bigint[] = [];
      for (const rounds of [40, 400]) {
        const { block, preState } = buildHashing({ ...WORK, fork, rounds, transactions });
        const result = await oracle.execute(block, preState);
        if (result.status === 'rejected') throw new Error(result.rejection.reason);
        expect(result.receipts.map(({ status }) => status)).not.toContain('0x0');
        spent.push(BigInt(result.gasUsed));
      }
      // What does not grow with the rounds falls out, but for the price of a larger number.
      loops.push((spent[1] ?? 0n) - (spent[0] ?? 0n));
    }
    const [whole = 0n, split = 0n] = loops;
    expect(Number(split) / Number(whole)).toBeCloseTo(1, 1);
  }
});
