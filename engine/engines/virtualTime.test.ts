/**
 * Rows of virtual time: the same again, true to serial execution, and not faster than can be.
 */
import { beforeAll, describe, expect, test } from 'vitest';

import type { VirtualMicroseconds, VirtualRow, WallMilliseconds } from '#engine/api/index.js';
import { VirtualTime } from '#engine/engines/virtualTime.js';
import { type AsynchronousTuning, USUAL_TUNING } from '#engine/schedulers/readyRows.js';
import { virtualTime } from '#engine/simulation/virtualTime/costModel.js';
import { boundVerdict } from '#engine/simulation/virtualTime/virtualFigures.js';
import { buildWorkload, type WorkloadName } from '#generators/workloads/index.js';
import { wallTime } from '#harness/bench/wallClock.js';

const NAMES = ['transfers', 'erc20-hot-holder', 'chain-swap', 'staircase', 'clusters'] as const;
const LANES = [1, 3, 16] as const;

function open(workload: WorkloadName, coldRead = 0): Promise<VirtualTime> {
  const built = buildWorkload(workload, { transactions: 24, seed: 3, fork: 'Osaka' });
  return VirtualTime.open({ workload, ...built, isStrict: false, coldRead });
}

async function rowsOf(virtual: VirtualTime, lanes: readonly number[]): Promise<VirtualRow[]> {
  const rows: VirtualRow[] = [];
  for (const count of lanes) {
    for (const onEstimate of ['abort', 'suspend'] as const) {
      rows.push(await virtual.row({ engine: 'block-stm', lanes: count, onEstimate }));
    }
  }
  return rows;
}

describe.each(NAMES)('%s', (name) => {
  let rows: readonly VirtualRow[] = [];

  beforeAll(async () => {
    rows = await rowsOf(await open(name), LANES);
  });

  test('a row depends on what was asked, not on what was asked before', async () => {
    const backwards = await rowsOf(await open(name), LANES.toReversed());
    const key = ({ lanes, onEstimate }: VirtualRow): string => `${lanes} ${onEstimate}`;
    const sorted = (list: readonly VirtualRow[]): VirtualRow[] =>
      list.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
    expect(sorted(backwards)).toEqual(sorted(rows));
  });

  test('comes to the roots of serial execution', () => {
    expect(rows.map(({ rootEqual }) => rootEqual)).toEqual(rows.map(() => true));
  });

  test('one lane is no faster than serial, and does nothing twice', () => {
    for (const row of rows.filter(({ lanes }) => lanes === 1)) {
      expect(row.speedup).toBeLessThan(1);
      expect(row).toMatchObject({ executionsPerTransaction: 1, workInflation: 1, aborts: 0 });
    }
  });

  test('nobody is below the bound, unless the row says so', () => {
    for (const row of rows) {
      expect(row.bound).not.toBe('error');
      expect(row.efficiency <= 1).toBe(row.bound === 'kept');
      expect(row.lowerBound).toBeLessThanOrEqual(row.lowerBoundTx);
      expect(row.busyLanes).toBeLessThanOrEqual(row.lanes);
      expect(row.mainSchedulerShare).toBeLessThanOrEqual(1);
      expect(row.subSchedulerShare > 0).toBe(row.engine === 'v2');
      expect(row.workInflation).toBeGreaterThanOrEqual(1);
      expect(row.latencyP99).toBeLessThanOrEqual(row.makespan);
    }
  });
});

test('cold places cost serial execution and one lane the same', async () => {
  const [warm] = await rowsOf(await open('erc20'), [1]);
  const [cold] = await rowsOf(await open('erc20', 100), [1]);
  const more = (cold?.serialTime ?? 0) - (warm?.serialTime ?? 0);
  // Sender, two balances, token, beneficiary: the last two are cold for the first only.
  expect(more % 100).toBe(0);
  expect(more).toBeGreaterThan(24 * 300);
  expect((cold?.makespan ?? 0) - (warm?.makespan ?? 0)).toBeCloseTo(more);
});

test('a run can be ended from outside', async () => {
  const built = buildWorkload('hot-counter', { transactions: 300, seed: 3, fork: 'Osaka' });
  const virtual = await VirtualTime.open({ workload: 'hot-counter', ...built, isStrict: true });
  const seen: number[] = [];
  const pause = async (finalEnd: number): Promise<void> => {
    seen.push(finalEnd);
    throw new Error('enough');
  };
  const row = virtual.row({ engine: 'block-stm', lanes: 128, onEstimate: 'suspend', pause });
  await expect(row).rejects.toThrow('enough');
  expect(seen).toHaveLength(1);
});

describe('below the bound', () => {
  const paths = { byOperation: 50, byTransaction: 80, longest: 20, dependencies: 3 };

  test.each([
    [50, false, 'kept'],
    [49, false, 'anomaly'],
    [49, true, 'error'],
    // Of 160 on 4 lanes.
    [39, false, 'error'],
  ] as const)('%d ticks, strict %s', (makespan, isStrict, verdict) => {
    expect(boundVerdict({ work: 160, paths, isStrict }, makespan, 4)).toBe(verdict);
  });
});

test('virtual time and the wall clock do not mix', () => {
  const reckoned: VirtualMicroseconds = virtualTime(1_500);
  const measured: WallMilliseconds = wallTime(1.5);
  // @ts-expect-error A clock does not show virtual time.
  const wrong: WallMilliseconds = reckoned;
  // @ts-expect-error What a clock shows is not virtual time.
  const wrongToo: VirtualMicroseconds = measured;
  expect([wrong, wrongToo]).toEqual([1.5, 1.5]);
});

describe('v2 where tables overlap that hints kept apart', () => {
  let virtual: VirtualTime;
  let row: VirtualRow;

  async function rowWith(tuning: AsynchronousTuning): Promise<VirtualRow> {
    const order = { engine: 'v2', lanes: 32, onEstimate: 'abort', hints: 'dropped' } as const;
    return virtual.row({ ...order, tuning });
  }

  beforeAll(async () => {
    const built = buildWorkload('bridge', { transactions: 1_000, seed: 1, fork: 'Osaka' });
    virtual = await VirtualTime.open({ workload: 'bridge', ...built, isStrict: false });
    row = await rowWith(USUAL_TUNING);
  });

  test('holds transactions back, moves some, and is done earlier for it', async () => {
    const without = await rowWith({ ...USUAL_TUNING, converges: false });

    expect(row.blocks).toBeGreaterThan(0);
    expect(row.repartitions).toBeGreaterThan(0);
    expect(without).toMatchObject({ blocks: 0, repartitions: 0, rootEqual: true });
    expect(row.makespan).toBeLessThan(0.9 * without.makespan);
  });

  test('takes longer with two executions at most', async () => {
    const strict = await rowWith({ ...USUAL_TUNING, startsMax: 2 });

    expect(strict).toMatchObject({ executionsMax: 2, rootEqual: true });
    expect(row.executionsMax).toBe(3);
    expect(strict.makespan).toBeGreaterThan(row.makespan);
  });
});
