/**
 * Split, whole or in a chain, the work is the same.
 */
import { expect, test } from 'vitest';
import { COMPUTE_IN_CHAIN } from '#generators/contracts/compute.js';
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

const FREEDOMS = [
  { transactions: 1 },
  { transactions: 4 },
  { transactions: 4, division: 'in-chain' },
  { transactions: 4, division: 'in-one' },
] as const;

test('the hashing costs the same gas, split, whole and in a chain, under any fork', async () => {
  const oracle = createOracle();
  for (const fork of ['Berlin', 'Osaka'] as const) {
    const loops: bigint[] = [];
    for (const freedom of FREEDOMS) {
      const spent: bigint[] = [];
      for (const rounds of [40, 400]) {
        const { block, preState } = buildHashing({ ...WORK, fork, rounds, ...freedom });
        const result = await oracle.execute(block, preState);
        if (result.status === 'rejected') throw new Error(result.rejection.reason);
        expect(result.receipts.map(({ status }) => status)).not.toContain('0x0');
        spent.push(BigInt(result.gasUsed));
      }
      // What does not grow with the rounds falls out, but for the price of a larger number.
      loops.push((spent[1] ?? 0n) - (spent[0] ?? 0n));
    }
    const [whole = 0n, ...split] = loops;
    for (const gas of split) expect(Number(gas) / Number(whole)).toBeCloseTo(1, 1);
  }
});

test('in a chain each transaction needs the digest of the one before it', async () => {
  const { block, preState } = buildHashing({ ...WORK, transactions: 4, division: 'in-chain' });
  const [, ...others] = block.transactions;
  const ends: unknown[] = [];
  for (const transactions of [block.transactions, others]) {
    const result = await createOracle().execute({ ...block, transactions }, preState);
    if (result.status === 'rejected') throw new Error(result.rejection.reason);
    const hashing = Object.values(result.postState).find(({ code }) => code === COMPUTE_IN_CHAIN);
    ends.push(Object.values(hashing?.storage ?? {}));
  }
  expect(ends[0]).toHaveLength(1);
  expect(ends[0]).not.toEqual(ends[1]);
});
