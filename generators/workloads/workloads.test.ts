/**
 * Workloads are what their names say and the same bytes in every run.
 */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { FORKS } from '#generators/build/fork.js';
import { WORKLOADS, buildWorkload, isWorkloadName } from '#generators/workloads/index.js';
import type { Workload, WorkloadName } from '#generators/workloads/index.js';
import { WORKLOAD_NAMES } from '#generators/workloads/names.js';

const names = Object.keys(WORKLOADS).filter(isWorkloadName);

/** Of what is executed; what is said about it may grow. */
function digest({ block, preState }: Workload): string {
  const json = JSON.stringify({ block, preState });
  return createHash('sha256').update(json).digest('hex').slice(0, 16);
}

const build = (name: WorkloadName, seed = 1): Workload =>
  buildWorkload(name, { transactions: 5, seed, fork: 'Osaka' });

test('every name has a builder, in order', () => {
  expect(names).toEqual(WORKLOAD_NAMES);
});

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
      'transfers-hot30': '3d738b83df1650e2',
      'erc20-hot30': '1c7a773fb49b6dfa',
      'hybrid-hot30': 'd503fd2a39f8d3c0',
      'chain-erc20': 'eac3d20df10753b5',
      'chain-swap': '6eb411483f34a64d',
      clusters: 'd886b5c312520bbd',
      zipf: '29b0f25f21f3a4a8',
      bridge: 'fa6507513301de7e',
      staircase: '1479bc7b456d1f89',
    });
  });

  test.each(names)('%s is a function of its arguments', (name) => {
    expect(digest(build(name))).toBe(digest(build(name)));
    expect(digest(build(name))).not.toBe(digest(build(name, 2)));
  });

  test.each(names)('%s has the size that was asked for, under every fork', (name) => {
    for (const fork of FORKS) {
      const { block, kinds } = buildWorkload(name, { transactions: 7, seed: 3, fork });
      expect(block.transactions).toHaveLength(7);
      expect(kinds).toHaveLength(7);
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
