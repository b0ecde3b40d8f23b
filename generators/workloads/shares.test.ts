/**
 * The shares that names of workloads promise, counted in blocks of some size.
 */
import { describe, expect, test } from 'vitest';
import type { Address } from '#engine/api/index.js';
import { createRandom } from '#generators/build/random.js';
import { marks, shuffled, zipfRanks } from '#generators/workloads/draws.js';
import { WORKLOADS, buildWorkload, isWorkloadName } from '#generators/workloads/index.js';
import type { TransactionKind, Workload, WorkloadName } from '#generators/workloads/index.js';

const SIZE = 400;

const build = (name: WorkloadName): Workload =>
  buildWorkload(name, { transactions: SIZE, seed: 1, fork: 'Osaka' });

/** How often each value comes up, most often first. */
function counts(values: readonly unknown[]): readonly number[] {
  const found = new Map<unknown, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return [...found.values()].sort((left, right) => right - left);
}

/** Who is paid: the first argument of a call, else the receiver. */
function receivers({ block }: Workload): readonly string[] {
  return block.transactions.map(({ to, input }) =>
    input === '0x' ? `${to}` : `0x${input.slice(34, 74)}`,
  );
}

/** Accounts without code that own ether beforehand. */
function holders({ preState }: Workload): readonly string[] {
  return Object.entries(preState)
    .filter(([, account]) => account.code === undefined && BigInt(account.balance ?? 0) > 0n)
    .map(([address]) => address);
}

describe('of a hot block', () => {
  test.each(['transfers-hot30', 'erc20-hot30'] as const)('%s, 30 %% go to few', (name) => {
    const workload = build(name);
    const known = new Set(holders(workload));
    const hits = receivers(workload).filter((address) => known.has(address));
    expect(hits).toHaveLength(SIZE * 0.3);
    // Not every hot account is drawn, and none that is not hot is paid.
    expect(new Set(hits).size / known.size).toBeGreaterThan(0.05);
    expect(new Set(hits).size / known.size).toBeLessThanOrEqual(0.11);
    expect(receivers(workload).filter((address) => !known.has(address))).toHaveLength(SIZE * 0.7);
  });

  test('hybrid-hot30, the kinds are six, two and two tenths', () => {
    const { kinds, block } = build('hybrid-hot30');
    const count = (kind: TransactionKind): number => kinds.filter((one) => one === kind).length;
    expect([count('transfer'), count('erc20'), count('swap')]).toEqual([240, 80, 80]);
    const targets = (kind: TransactionKind): Set<Address | null> =>
      new Set(block.transactions.filter((_, index) => kinds[index] === kind).map(({ to }) => to));
    expect(targets('erc20').size).toBe(3);
    expect(targets('swap').size).toBe(1);
  });

  test('hybrid-hot30, both pairs are traded at', () => {
    const workload = build('hybrid-hot30');
    const pairs = receivers(workload).filter((_, index) => workload.kinds[index] === 'swap');
    expect(counts(pairs)).toHaveLength(2);
  });

  test('hybrid-hot30, about 30 % of the transfers and payments go to few', () => {
    const workload = build('hybrid-hot30');
    const known = new Set(holders(workload));
    const share = (kind: TransactionKind): number => {
      const paid = receivers(workload).filter((_, index) => workload.kinds[index] === kind);
      return paid.filter((address) => known.has(address)).length / paid.length;
    };
    expect(Math.abs(share('transfer') - 0.3)).toBeLessThan(0.1);
    expect(Math.abs(share('erc20') - 0.3)).toBeLessThan(0.1);
  });
});

describe('zipf', () => {
  test('the most popular holder gets about 1 of ln(n) payments', () => {
    const [first = 0, second = 0] = counts(receivers(build('zipf')));
    const expected = SIZE / (Math.log(SIZE) + 0.577);
    expect(first / expected).toBeGreaterThan(0.75);
    expect(first / expected).toBeLessThan(1.25);
    expect(second).toBeLessThan(first);
  });

  test('rank r is drawn 1 / (r + 1) as often as rank 0, and every rank can be', () => {
    const drawRank = zipfRanks(4, createRandom(1, 'ranks'));
    const found = [0, 0, 0, 0];
    for (let draw = 0; draw < 5000; draw += 1) {
      const rank = drawRank();
      found[rank] = (found[rank] ?? 0) + 1;
    }
    const [first = 0, ...others] = found;
    others.forEach((count, index) => expect((count * (index + 2)) / first).toBeCloseTo(1, 0));
    expect(found.every((count) => count > 300)).toBe(true);
    expect(found).toHaveLength(4);
  });
});

test('clusters call counters too, and a bridge is a payment', () => {
  const { block } = build('clusters');
  const counted = block.transactions.filter(({ input }) => input === '0x').length;
  expect(counted / SIZE).toBeGreaterThan(0.15);
  expect(counted / SIZE).toBeLessThan(0.35);
  const last = build('bridge').block.transactions.slice(-8);
  expect(last.map(({ input }) => input.slice(0, 10))).toEqual(last.map(() => '0xa9059cbb'));
});

test('every workload but the hybrid is of one kind', () => {
  const kinds = Object.keys(WORKLOADS)
    .filter(isWorkloadName)
    .filter((name) => name !== 'hybrid-hot30')
    .map((name) => [name, [...new Set(build(name).kinds)].join(' ')] as const);
  expect(Object.fromEntries(kinds)).toEqual({
    transfers: 'transfer',
    erc20: 'erc20',
    swap: 'swap',
    compute: 'compute',
    'transfer-chain': 'transfer',
    'hot-counter': 'erc20',
    'erc20-hot-holder': 'erc20',
    'transfers-hot30': 'transfer',
    'erc20-hot30': 'erc20',
    'chain-erc20': 'erc20',
    'chain-swap': 'swap',
    clusters: 'erc20',
    zipf: 'erc20',
    bridge: 'erc20',
    staircase: 'erc20',
  });
});

test('a shuffle loses nothing, and marks are as many as asked for', () => {
  const random = createRandom(1, 'shuffles');
  const items = Array.from({ length: 50 }, (_, item) => item);
  const mixed = shuffled(items, random);
  expect(mixed).not.toEqual(items);
  expect([...mixed].sort((left, right) => left - right)).toEqual(items);
  expect(marks(50, 13, random).filter((isMarked) => isMarked)).toHaveLength(13);
});
