/**
 * Every workload succeeds, and conflicts as its name says, by what serial execution reports.
 *
 * The shares that a workload draws are counted in `generators`; here stands what needs an engine.
 */
import { describe, expect, test } from 'vitest';
import type { Alloc, Block, TransactionAccesses } from '#engine/api/index.js';
import { isConflict } from '#properties/relations/conflicts.js';
import {
  componentsOf,
  conflictsOf,
  executed,
  handedOn,
  type Executed,
} from '#properties/workloads/dependencies.js';
import { WORKLOADS, buildWorkload, isWorkloadName } from '#generators/workloads/index.js';
import type { Workload, WorkloadName } from '#generators/workloads/index.js';

const SIZE = 200;
const TIMEOUT = { timeout: 60_000 };
const names = Object.keys(WORKLOADS).filter(isWorkloadName);

const build = (name: WorkloadName, transactions = SIZE): Workload =>
  buildWorkload(name, { transactions, seed: 1, fork: 'Osaka' });

const runs = new Map<WorkloadName, Promise<Executed>>();

/** Executes a workload once for all tests. */
function run(name: WorkloadName): Promise<Executed> {
  const known = runs.get(name) ?? executed(build(name));
  runs.set(name, known);
  return known;
}

async function conflicts(name: WorkloadName): Promise<readonly (readonly number[])[]> {
  return conflictsOf((await run(name)).accesses);
}

/** How many transactions conflict with an earlier one. */
const dependent = (edges: readonly (readonly number[])[]): number =>
  edges.filter((earlier) => earlier.length > 0).length;

const componentCount = (edges: readonly (readonly number[])[]): number =>
  new Set(componentsOf(edges)).size;

test.each(names)('all transactions of %s succeed', TIMEOUT, async (name) => {
  const { result } = await run(name);
  expect(result.receipts).toHaveLength(SIZE);
  expect(result.receipts.filter(({ status }) => status !== '0x1')).toEqual([]);
});

test.each(['Berlin', 'Shanghai'] as const)('all succeed under %s', TIMEOUT, async (fork) => {
  for (const name of names) {
    const workload = buildWorkload(name, { transactions: 20, seed: 2, fork });
    const { result } = await executed(workload);
    expect(
      result.receipts.map(({ status }) => status),
      name,
    ).not.toContain('0x0');
  }
});

test.each(['transfers', 'erc20', 'swap', 'compute'] as const)(
  'nothing conflicts in %s',
  TIMEOUT,
  async (name) => {
    expect(dependent(await conflicts(name))).toBe(0);
  },
);

test.each(['transfer-chain', 'hot-counter', 'chain-erc20', 'chain-swap', 'staircase'] as const)(
  'each transaction of %s reads what the one before wrote',
  TIMEOUT,
  async (name) => {
    const { accesses } = await run(name);
    const broken = accesses.flatMap((later, index) => {
      const earlier = accesses[index - 1];
      return earlier === undefined || handedOn(earlier, later).length > 0 ? [] : [index];
    });
    expect(accesses).toHaveLength(SIZE);
    expect(broken).toEqual([]);
  },
);

/** What each transaction does when it runs on `preState` alone. */
async function eachAlone(
  block: Block,
  preState: Alloc,
): Promise<readonly (TransactionAccesses | string)[]> {
  return Promise.all(
    block.transactions.map(async (transaction) => {
      const one = { block: { ...block, transactions: [transaction] }, preState };
      return executed(one).then(
        ({ accesses }) => accesses[0] ?? 'nothing was executed',
        (error: unknown) => String(error),
      );
    }),
  );
}

const isExecuted = (outcome: TransactionAccesses | string): outcome is TransactionAccesses =>
  typeof outcome !== 'string';

/** The slots a transaction wrote, and what. */
const slotsWritten = ({ writes }: TransactionAccesses): string =>
  JSON.stringify(writes.filter(({ location }) => location.kind === 'storage'));

describe('staircase', () => {
  test('each call conflicts with its neighbours only', TIMEOUT, async () => {
    const edges = await conflicts('staircase');
    expect(edges.slice(1)).toEqual(Array.from({ length: SIZE - 1 }, (_, place) => [place]));
  });

  test('on the pre-state only the first of all conflicts is seen', TIMEOUT, async () => {
    const { block, preState } = build('staircase', 30);
    const alone = (await eachAlone(block, preState)).filter(isExecuted);
    expect(alone).toHaveLength(30);
    expect(conflictsOf(alone).map((earlier) => earlier.length)).toEqual(
      alone.map((_, index) => (index === 1 ? 1 : 0)),
    );
  });

  test.each([1, 2, 3])('with %d calls committed, the next is right and no other', async (done) => {
    const { block, preState } = build('staircase', 6);
    const whole = await executed({ block, preState });
    const begun = { ...block, transactions: block.transactions.slice(0, done) };
    const rest = { ...block, transactions: block.transactions.slice(done) };
    const { postState } = (await executed({ block: begun, preState })).result;
    const alone = (await eachAlone(rest, postState)).filter(isExecuted);
    const wanted = whole.accesses.slice(done).map(slotsWritten);
    const areRight = alone.map(slotsWritten).map((slots, place) => slots === wanted[place]);
    expect(areRight).toEqual(wanted.map((_, place) => place === 0));
  });
});

describe('clusters', () => {
  test('are as many as there should be, of about one size', TIMEOUT, async () => {
    const components = componentsOf(await conflicts('clusters'));
    const sizes = [...new Set(components)].map(
      (one) => components.filter((other) => other === one).length,
    );
    expect(sizes).toEqual(Array.from({ length: 8 }, () => 25));
  });

  test.each([
    [1, 1],
    [2, 2],
    [10, 2],
    [60, 2],
  ])('of %d transactions are %d', async (transactions, count) => {
    const { accesses } = await executed(build('clusters', transactions));
    expect(componentCount(conflictsOf(accesses))).toBe(count);
  });

  test('are joined by late transactions only, in a bridge', TIMEOUT, async () => {
    const edges = await conflicts('bridge');
    const late = 4;
    expect(componentCount(edges.slice(0, SIZE - late))).toBe(8);
    expect(componentCount(edges)).toBeLessThan(8);
    const before = componentsOf(edges.slice(0, SIZE - late));
    for (const earlier of edges.slice(SIZE - late)) {
      const joined = earlier.filter((place) => place < SIZE - late).map((place) => before[place]);
      expect(new Set(joined).size).toBeGreaterThanOrEqual(2);
    }
  });

  test('are joined by at least one, from three transactions on', async () => {
    for (const transactions of [3, 4, 11]) {
      const { accesses } = await executed(build('bridge', transactions));
      expect(componentCount(conflictsOf(accesses))).toBe(1);
      expect(componentCount(conflictsOf(accesses.slice(0, -1)))).toBe(2);
    }
  });
});

describe('hot spots', () => {
  test('three tenths conflict among themselves, and nothing else does', TIMEOUT, async () => {
    for (const name of ['transfers-hot30', 'erc20-hot30'] as const) {
      const components = componentsOf(await conflicts(name));
      const alone = components.filter(
        (one) => components.filter((other) => other === one).length === 1,
      );
      expect(alone.length, name).toBeGreaterThanOrEqual(SIZE * 0.7);
      expect(alone.length, name).toBeLessThan(SIZE * 0.75);
    }
  });

  test('hot payers spend what they were paid in the block', TIMEOUT, async () => {
    const { block, preState } = build('transfers-hot30');
    // A sender's later nonces would be refused for that alone.
    const transactions = block.transactions.filter(({ nonce }) => nonce === '0x0');
    const alone = await eachAlone({ ...block, transactions }, preState);
    const refused = alone.filter((outcome) => !isExecuted(outcome));
    expect(refused.length).toBeGreaterThan(3);
    for (const reason of refused) expect(reason).toMatch(/INSUFFICIENT_ACCOUNT_FUNDS/);
    expect(alone.filter(isExecuted).length).toBeGreaterThanOrEqual(SIZE * 0.7);
  });

  test('all trades of hybrid-hot30 are in two groups', TIMEOUT, async () => {
    const { kinds } = build('hybrid-hot30');
    const { accesses } = await run('hybrid-hot30');
    const trades = accesses.filter((_, index) => kinds[index] === 'swap');
    expect(trades).toHaveLength(SIZE / 5);
    expect(componentCount(conflictsOf(trades))).toBeLessThanOrEqual(2);
    const transfers = accesses.filter((_, index) => kinds[index] === 'transfer');
    expect(dependent(conflictsOf(transfers))).toBeGreaterThan(SIZE / 20);
  });

  test('more than a third of zipf conflicts, and not all', async () => {
    const edges = await conflicts('zipf');
    expect(dependent(edges)).toBeGreaterThan(SIZE / 3);
    expect(dependent(edges)).toBeLessThan(SIZE);
  });
});

test('a component count can be wrong', async () => {
  const { accesses } = await run('hot-counter');
  expect(componentCount(conflictsOf(accesses))).toBe(1);
  const [first, second] = accesses;
  expect(first !== undefined && second !== undefined && isConflict(first, second)).toBe(true);
  const blind = accesses.map((one) => ({ ...one, reads: [], writes: [] }));
  expect(componentCount(conflictsOf(blind))).toBe(SIZE);
});
