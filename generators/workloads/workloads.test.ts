/**
 * Workloads are what their names say and the same bytes in every run.
 */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { FORKS } from '#generators/build/fork.js';
import { WORKLOADS, buildWorkload, isWorkloadName } from '#generators/workloads/index.js';
import type { Workload, WorkloadName } from '#generators/workloads/index.js';

const names = Object.keys(WORKLOADS).filter(isWorkloadName);

function digest(workload: Workload): string {
  return createHash('sha256').update(JSON.stringify(workload)).digest('hex').slice(0, 16);
}

const build = (name: WorkloadName, seed = 1): Workload =>
  buildWorkload(name, { transactions: 5, seed, fork: 'Osaka' });

describe('a workload', () => {
  // A change here changes what every published number was measured on: say so in the changelog.
  test('of seed 1 has not changed', () => {
    const digests = Object.fromEntries(names.map((name) => [name, digest(build(name))]));
    expect(digests).toEqual({
      transfers: 'ed3a1d6891aac376',
      erc20: 'f159935eee053b96',
      swap: 'a9604894673d8e77',
      compute: 'c3b9629cade9aa68',
      'transfer-chain': '0891481b89b2c789',
      'hot-counter': 'c9498596bd821a77',
      'erc20-hot-holder': 'c59db72e07c7dfbd',
    });
  });

  test.each(names)('%s is a function of its arguments', (name) => {
    expect(digest(build(name))).toBe(digest(build(name)));
    expect(digest(build(name))).not.toBe(digest(build(name, 2)));
  });

  test.each(names)('%s has the size that was asked for, under every fork', (name) => {
    for (const fork of FORKS) {
      const { block } = buildWorkload(name, { transactions: 7, seed: 3, fork });
      expect(block.transactions).toHaveLength(7);
      expect(block.fork).toBe(fork);
    }
  });

  test('leaves room in the block for all it may use', () => {
    const { block } = buildWorkload('swap', { transactions: 200, seed: 1, fork: 'London' });
    const limits = block.transactions.reduce((sum, { gas }) => sum + BigInt(gas), 0n);
    expect(BigInt(block.env.currentGasLimit)).toBeGreaterThanOrEqual(limits);
  });

  test.each([0, -1, 1.5, Number.NaN])('cannot have %d transactions', (transactions) => {
    const make = (): Workload =>
      buildWorkload('transfers', { transactions, seed: 1, fork: 'Paris' });
    expect(make).toThrow(RangeError);
  });
});

/** The last argument words of each call, which in a token payment are receiver and amount. */
function receivers({ block }: Workload): readonly (string | null)[] {
  return block.transactions.map(({ to, input }) => (input === '0x' ? to : input.slice(0, 74)));
}

describe('what conflicts', () => {
  test('the independent ones share no receiver', () => {
    for (const name of ['transfers', 'erc20', 'swap'] as const) {
      expect(new Set(receivers(build(name))).size).toBe(5);
    }
  });

  test('the hot ones share one', () => {
    for (const name of ['hot-counter', 'erc20-hot-holder'] as const) {
      expect(new Set(receivers(build(name))).size).toBe(1);
    }
  });

  test('only the first of a chain owns anything beforehand', () => {
    expect(Object.keys(build('transfer-chain').preState).length).toBe(
      Object.keys(build('transfers').preState).length - 4,
    );
  });
});
