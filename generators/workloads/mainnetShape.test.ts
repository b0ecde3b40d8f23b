/**
 * A synthetic block has the counts of its shape. The shapes here are made up.
 */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { FORKS } from '#generators/build/fork.js';
import { createRandom } from '#generators/build/random.js';
import { scaleShape, spread, targetCounts } from '#generators/workloads/blockShape.js';
import { buildMainnetShape, mainnetShapeOf } from '#generators/workloads/index.js';
import type { BlockShape, TransactionKind, Workload } from '#generators/workloads/index.js';
import { layOut } from '#generators/workloads/layout.js';
import { callsByClass } from '#generators/workloads/selectors.js';

const SHAPE: BlockShape = {
  number: 77,
  txs: 100,
  types: { '0': 20, '1': 2, '2': 77, '3': 1 },
  plainTransfers: 40,
  creations: 2,
  senders: 80,
  topSenderCounts: [8, 5, 3, 2],
  targets: 50,
  topTargetCounts: [30, 9, 6, 5, 2],
  contractTargets: 20,
  topSelectors: [
    ['0xa9059cbb', 25],
    ['0x38ed1739', 10],
    ['0x60806040', 2],
    ['0x12345678', 4],
  ],
  sameSenderDistance: { '1': 12, '4': 5, '64': 3 },
  sameContractDistance: { '1': 14, '2': 14, '30': 10 },
};

const build = (options: { transactions?: number; seed?: number } = {}): Workload =>
  buildMainnetShape(SHAPE, { seed: 1, fork: 'Osaka', ...options });

/** How often each value comes up, most often first. */
function counts(values: readonly unknown[]): readonly number[] {
  const found = new Map<unknown, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return [...found.values()].sort((left, right) => right - left);
}

/**
 * How many senders send at all, more than once, more than twice and so on. Senders are no part of a
 * transaction, but their nonces count from zero: nonce n is there once for each that sends more.
 */
function senderCounts({ block }: Workload): readonly number[] {
  const more = new Map<number, number>();
  for (const { nonce } of block.transactions) {
    more.set(Number(nonce), (more.get(Number(nonce)) ?? 0) + 1);
  }
  return Array.from({ length: more.size }, (_, nonce) => more.get(nonce) ?? 0);
}

describe('a synthetic block', () => {
  const workload = build();
  const { transactions } = workload.block;
  const of = (kind: TransactionKind): readonly (string | null)[] =>
    transactions.filter((_, index) => workload.kinds[index] === kind).map(({ to }) => to);

  test('of seed 1 has not changed', () => {
    const json = JSON.stringify({ block: workload.block, preState: workload.preState });
    expect(createHash('sha256').update(json).digest('hex').slice(0, 16)).toBe('87fb6aed964fe0b0');
  });

  test('is a function of its arguments', () => {
    expect(build()).toEqual(workload);
    expect(build({ seed: 2 })).not.toEqual(workload);
  });

  test('has as many transactions of each kind', () => {
    expect(transactions).toHaveLength(100);
    expect(of('transfer')).toHaveLength(40);
    expect(of('compute')).toEqual([null, null]);
    const calls = of('erc20').length + of('swap').length;
    expect(calls).toBe(58);
    expect(of('swap').length).toBeGreaterThan(5);
    expect(of('swap').length).toBeLessThan(15);
  });

  test('has as many senders, and as busy ones', () => {
    // The four busiest send 18 of 100, so six of the other 76 send two.
    expect(senderCounts(workload)).toEqual([80, 4 + 6, 3, 2, 2, 1, 1, 1]);
  });

  test('calls as many contracts, as often', () => {
    const calls = counts([...of('erc20'), ...of('swap')]);
    expect(calls).toHaveLength(20);
    expect(calls.slice(0, 3)).toEqual([30, 9, 2]);
  });

  test('pays as many receivers, as often', () => {
    expect(counts(of('transfer')).slice(0, 4)).toEqual([6, 5, 2, 1]);
    expect(counts(of('transfer'))).toHaveLength(30);
  });

  test('has the types its fork has', () => {
    const types = (fork: (typeof FORKS)[number]): readonly string[] =>
      buildMainnetShape(SHAPE, { seed: 1, fork }).block.transactions.map(({ type }) => type);
    for (const fork of FORKS) {
      const isMarket = fork !== 'Berlin';
      expect(types(fork).filter((type) => type === '0x0')).toHaveLength(isMarket ? 20 : 98);
      expect(types(fork).filter((type) => type === '0x1')).toHaveLength(2);
      expect(types(fork).filter((type) => type === '0x2')).toHaveLength(isMarket ? 78 : 0);
    }
  });

  test('shrinks and grows with its proportions', () => {
    for (const size of [1, 2, 10, 50, 1000]) {
      const { block, kinds } = build({ transactions: size });
      expect(block.transactions).toHaveLength(size);
      expect(kinds.filter((kind) => kind === 'transfer')).toHaveLength(Math.round(size * 0.4));
    }
  });

  test('of an empty block cannot be made', () => {
    const empty = { ...SHAPE, txs: 0 };
    expect(() => buildMainnetShape(empty, { seed: 1, fork: 'Osaka' })).toThrow(RangeError);
    expect(() => scaleShape(empty, 5)).toThrow(/block 77 is empty/);
  });
});

describe('counts', () => {
  test('are spread as the largest say, and the rest evenly', () => {
    expect(spread(20, 6, [9, 4])).toEqual([9, 4, 2, 2, 2, 1]);
    expect(spread(0, 0, [])).toEqual([]);
    expect(spread(3, 3, [9])).toEqual([1, 1, 1]);
  });

  test('of receivers are taken for contracts while there are calls', () => {
    const quiet = { ...SHAPE, plainTransfers: 95, creations: 0, targets: 40, contractTargets: 3 };
    const { contracts, receivers } = targetCounts(quiet);
    expect(contracts).toEqual([2, 2, 1]);
    expect(receivers.slice(0, 4)).toEqual([30, 9, 6, 5]);
  });

  test('of selectors leave out init code and give the unknown to counters', () => {
    expect(callsByClass(SHAPE)).toEqual({ token: 25, exchange: 10, counter: 4 + 19 });
  });
});

describe('a layout', () => {
  const random = createRandom(1, 'layouts');

  test('keeps distances where there is room', () => {
    const laidOut = layOut([10], { '3': 9 }, { size: 100, random });
    const places = laidOut.flatMap((group, place) => (group === null ? [] : [place]));
    expect(places.slice(1).map((place, index) => place - (places[index] ?? 0))).toEqual(
      Array.from({ length: 9 }, () => 3),
    );
  });

  test('fills a block to its last place', () => {
    const laidOut = layOut([40, 30, 20, 10], { '1': 50, '64': 46 }, { size: 100, random });
    expect(counts(laidOut)).toEqual([40, 30, 20, 10]);
    expect(laidOut).not.toContain(null);
  });

  test('has about the distances of the shape', () => {
    const groups = [8, 5, 3, 2, ...Array.from({ length: 6 }, () => 2)];
    const laidOut = layOut(groups, SHAPE.sameSenderDistance, { size: 100, random });
    const last = new Map<number, number>();
    let near = 0;
    laidOut.forEach((group, place) => {
      if (group === null) return;
      if (place - (last.get(group) ?? -100) === 1) near += 1;
      last.set(group, place);
    });
    expect(near).toBeGreaterThan(6);
    expect(near).toBeLessThan(16);
  });
});

test.each([
  ['mainnet-shape:46147', 46147],
  ['mainnet-shape:0', 0],
  ['mainnet-shape:', null],
  ['mainnet-shape:07', null],
  ['mainnet-shape:1e3', null],
  ['mainnet-shape:-1', null],
  ['transfers', null],
])('%s means the block %s', (name, number) => {
  expect(mainnetShapeOf(name)).toBe(number);
});
