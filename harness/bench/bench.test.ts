import { expect, test } from 'vitest';
import type { Engine } from '#engine/api/index.js';
import { createOracle } from '#harness/adapters/oracle/index.js';
import { bench, type BenchOptions } from '#harness/bench/bench.js';
import type { Contestant, Outcome } from '#harness/bench/contestant.js';
import { measureInterleaved } from '#harness/bench/measure.js';
import { wallTime } from '#harness/bench/wallClock.js';

const OUTCOME: Outcome = { stateRoot: '0x1', receiptsRoot: '0x2' };

/** Contestants that write down when they were asked, and who takes a millisecond each time. */
function scripted(names: readonly string[], asked: string[]): readonly Contestant[] {
  return names.map((name) => ({
    name,
    sample: async () => {
      asked.push(name);
      return { milliseconds: wallTime(1), outcome: OUTCOME, lanes: 1 };
    },
  }));
}

test('every round asks everyone once and starts with another one', async () => {
  const asked: string[] = [];
  await measureInterleaved(scripted(['a', 'b', 'c'], asked), { warmUpRounds: 1, rounds: 2 });
  expect(asked.join('')).toBe('abcbcacab');
});

test('warm-up rounds are not measured, but what they computed is kept', async () => {
  const [track] = await measureInterleaved(scripted(['a'], []), { warmUpRounds: 2, rounds: 3 });
  expect(track?.milliseconds).toHaveLength(3);
  expect(track?.outcomes).toHaveLength(5);
});

test('a contestant that has worked too little by then is warmed up further', async () => {
  const asked: string[] = [];
  await measureInterleaved(scripted(['a', 'b'], asked), {
    warmUpRounds: 1,
    warmUpMilliseconds: 3,
    rounds: 1,
  });
  expect(asked.join('')).toBe('abaabbba');
});

test('a contestant that fails is not asked again and says why', async () => {
  let count = 0;
  const failing: Contestant = {
    name: 'failing',
    sample: () => {
      count += 1;
      return Promise.reject(new Error('no more'));
    },
  };
  const [track] = await measureInterleaved([failing], { warmUpRounds: 1, rounds: 3 });
  expect(count).toBe(1);
  expect(track).toMatchObject({ failure: 'no more', milliseconds: [] });
});

const OPTIONS = {
  workloads: ['transfers'],
  fork: 'Cancun',
  transactions: 3,
  warmUpSeconds: 0,
  rounds: 2,
  seed: 1,
} as const satisfies Omit<BenchOptions, 'engines'>;

test('stock and the engines have a row each, with roots that were compared', async () => {
  const engines = new Map([['serial', createOracle()]]);
  const { rows, interrupted } = await bench({ ...OPTIONS, engines });
  expect(interrupted).toBe(false);
  expect(rows.map(({ engine }) => engine)).toEqual(['stock', 'serial']);
  for (const row of rows) {
    expect(row).toMatchObject({ workload: 'transfers', lanes: 1, rounds: 2, rootEqual: true });
    expect(row.txPerSecond).toBeGreaterThanOrEqual(row.txPerSecondLow);
    expect(row.txPerSecond).toBeLessThanOrEqual(row.txPerSecondHigh);
  }
  expect(rows[0]?.ratioToStock).toBe(1);
  expect(rows[1]?.ratioToSerial).toBe(1);
  const [stock, serial] = rows.map(({ txPerSecond }) => txPerSecond);
  expect(rows[1]?.ratioToStock).toBeCloseTo((serial ?? 0) / (stock ?? 1));
});

test('an engine that is wrong once, in a warm-up round, has unequal roots', async () => {
  const oracle = createOracle();
  let count = 0;
  const wrongOnce: Engine = {
    info: oracle.info,
    execute: async (...given) => {
      const result = await oracle.execute(...given);
      count += 1;
      return count === 1 && result.status === 'accepted'
        ? { ...result, receiptsRoot: `0x${'00'.repeat(32)}` }
        : result;
    },
  };
  const { rows } = await bench({ ...OPTIONS, engines: new Map([['serial', wrongOnce]]) });
  expect(rows.map(({ rootEqual }) => rootEqual)).toEqual([true, false]);
});

test('each round has a new block and the same pre-state', async () => {
  const oracle = createOracle();
  const blocks = new Set<unknown>();
  const states = new Set<unknown>();
  const watched: Engine = {
    info: oracle.info,
    execute: async (block, preState) => {
      blocks.add(block).add(block.transactions[0]);
      states.add(preState);
      return await oracle.execute(block, preState);
    },
  };
  await bench({ ...OPTIONS, engines: new Map([['serial', watched]]) });
  expect(blocks.size).toBe(2 * 5);
  expect(states.size).toBe(1);
});

test('an interrupted run keeps the workloads that are complete', async () => {
  const interrupt = new AbortController();
  const { rows, interrupted } = await bench({
    ...OPTIONS,
    workloads: ['transfers', 'erc20'],
    engines: new Map([['serial', createOracle()]]),
    signal: interrupt.signal,
    onRound: (workload) => {
      if (workload === 'erc20') interrupt.abort();
    },
  });
  expect(interrupted).toBe(true);
  expect(rows.map(({ workload }) => workload)).toEqual(['transfers', 'transfers']);
});
