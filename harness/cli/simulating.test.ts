import { afterAll, describe, expect, test } from 'vitest';
import { isWorkloadName } from '#generators/workloads/index.js';
import { lastLine, Workplace } from '#harness/cli/spawned.js';
import { virtualRows } from '#harness/cli/virtualRows.js';
import { STRICT_WORKLOADS, workloadNames } from '#harness/cli/virtualWorkloads.js';
import { virtualText } from '#harness/report/virtualText.js';
import { costModelWith } from '#engine/engines/virtualTime.js';

const place = new Workplace();
afterAll(() => {
  place.remove();
});

const SMALL = ['--workload', 'transfers,hot-counter', '--txs', '20', '--seed', '5'];

const PLAN = {
  workloads: ['transfers', 'hot-counter'],
  engines: ['block-stm'],
  onEstimate: ['abort'],
  hints: ['none'],
  lanes: [1, 4],
  txs: 10,
  seed: 5,
  fork: 'Osaka',
  fixtures: undefined,
  coldRead: 0,
} as const;

test('simulate prints one object with a row for each number of lanes', async () => {
  const words = ['simulate', '--engine', 'block-stm', ...SMALL, '--lanes', '1,4', '--json'];
  const { code, stdout, stderr } = await place.call(words);
  expect(code).toBe(0);
  expect(stdout.trim().split('\n')).toHaveLength(1);
  const result = lastLine(stdout);
  expect(result).toMatchObject({
    interrupted: false,
    failures: [],
    seed: 5,
    costModel: { body: { transfer: 25, compute: 13_000 }, read: 1, coldRead: 0 },
  });
  const expected = ['transfers', 'hot-counter'].flatMap((workload) =>
    [1, 4].map((lanes) => ({
      engine: 'block-stm',
      workload,
      hints: 'none',
      lanes,
      makespan: expect.any(Number),
      speedup: expect.any(Number),
      lowerBound: expect.any(Number),
      lowerBoundTx: expect.any(Number),
      efficiency: expect.any(Number),
      executionsPerTransaction: expect.any(Number),
      executionsMax: expect.any(Number),
      workInflation: expect.any(Number),
      busyLanes: expect.any(Number),
      rootEqual: true,
    })),
  );
  expect(result['rows']).toMatchObject(expected);
  expect(stderr).toContain('This is virtual time');
});

test('the cost model and the kind of time stand above the table', async () => {
  const words = ['simulate', 'block-stm', ...SMALL, '--lanes', '2', '--cold-read', '100'];
  const { code, stdout } = await place.call([...words, '--on-estimate', 'suspend']);
  expect(code).toBe(0);
  const [above = '', table = ''] = stdout.split(/^workload .*roots$/m);
  expect(above).toContain(
    'body, spread by gas: transfer 25, erc20 300, swap 1,100, compute 13,000',
  );
  expect(above).toContain('the first of a place 100 more');
  expect(above).toContain('No clock was read');
  expect(table).toMatch(/^hot-counter +block-stm +suspend +none +2 .* equal$/m);
  expect(table).toContain(`again: lockstep ${words.join(' ')}`);
});

test('a shape of mainnet needs a folder of counts', async () => {
  const words = ['simulate', 'block-stm', '--workload', 'mainnet-shape:1', '--lanes', '1'];
  const { code, stderr } = await place.call(words);
  expect(code).toBe(254);
  expect(stderr).toContain('--fixtures: no folder');
});

test('an interrupted run keeps the rows that are complete', async () => {
  const interrupt = new AbortController();
  const { rows, interrupted } = await virtualRows(PLAN, {
    signal: interrupt.signal,
    onProgress: ({ phase, current }) => {
      if (phase === 'hot-counter' && current.startsWith('block-stm on 4')) interrupt.abort();
    },
  });
  expect(interrupted).toBe(true);
  expect(rows.map(({ workload, lanes }) => `${workload} ${lanes}`)).toEqual([
    'transfers 1',
    'transfers 4',
    'hot-counter 1',
  ]);
});

test('a schedule that fails a check is a failure, and stops no other', async () => {
  const words = ['simulate', 'block-stm', ...SMALL, '--lanes', '1,4', '--json'];
  const { code, stdout, stderr } = await place.call([...words, '--saboteur', 'skip-validation']);
  expect(code).toBe(1);
  const { rows, failures } = lastLine(stdout);
  const where = { engine: 'block-stm', workload: 'hot-counter', lanes: 4, onEstimate: 'abort' };
  expect(failures).toMatchObject([{ ...where, kind: 'effect' }]);
  expect(rows).toHaveLength(3);
  expect(stderr).toMatch(/effect: hot-counter, block-stm on 4 lanes, abort: transaction \d+ is/);
});

test('an engine without estimates has one row, whatever others do at one', async () => {
  const { rows } = await virtualRows({
    ...PLAN,
    engines: ['block-stm', 'v1'],
    onEstimate: ['abort', 'suspend'],
    workloads: ['transfers'],
    lanes: [2],
  });
  expect(rows.map(({ engine, onEstimate }) => `${engine} ${onEstimate}`)).toEqual([
    'block-stm abort',
    'block-stm suspend',
    'v1 abort',
  ]);
  const words = ['simulate', 'v1', ...SMALL, '--on-estimate', 'suspend'];
  const { code, stderr } = await place.call(words);
  expect(code).toBe(254);
  expect(stderr).toContain('--on-estimate: v1 has no estimates');
});

test('an engine that plans is told, and says how its rounds went', async () => {
  const words = ['simulate', '--engine', 'block-stm,v1', '--workload', 'bridge', '--txs', '60'];
  const more = ['--lanes', '4', '--hints', 'none,all', '--json'];
  const { code, stdout, stderr } = await place.call([...words, ...more]);
  expect(code).toBe(0);
  const { rows } = lastLine(stdout);
  expect(rows).toMatchObject([
    { engine: 'block-stm', hints: 'none', rootEqual: true },
    { engine: 'v1', hints: 'none', rootEqual: true, finalAfterRounds: expect.any(Array) },
    { engine: 'v1', hints: 'all', rootEqual: true, finalAfterRounds: [60], executionsMax: 1 },
  ]);
  expect(rows).toMatchObject([
    {},
    { loadsPerRound: expect.any(Array) },
    { loadsPerRound: [expect.any(Number)] },
  ]);
  expect(stderr).toMatch(/^bridge +v1 +abort +none +4 .* \d+\/\d+\S* +\d+\/\d+\S* +- +equal$/m);
  const useless = await place.call(['simulate', 'block-stm', ...SMALL, '--hints', 'all']);
  expect(useless.code).toBe(254);
  expect(useless.stderr).toContain('--hints: block-stm takes none');
});

test('progress names the workload and how much of it is final', async () => {
  const steps: string[] = [];
  await virtualRows(PLAN, {
    onProgress: ({ phase, done, total, current }) =>
      void steps.push(`${phase} ${done}/${String(total)} ${current}`),
  });
  expect(steps).toContain('hot-counter 0/10 block-stm on 4 lanes, abort, hints none');
});

describe('the table', () => {
  test('says what is wrong below it', async () => {
    const { rows } = await virtualRows({ ...PLAN, workloads: ['transfers'], lanes: [1] });
    const [row] = rows;
    if (row === undefined) throw new Error('no row');
    const bad = [
      { ...row, rootEqual: false },
      { ...row, bound: 'error' as const },
      { ...row, bound: 'anomaly' as const },
    ];
    const text = virtualText(bad, costModelWith(0));
    expect(text).toContain('DIFFER');
    expect(text).toContain('ERROR: 1 row below a bound');
    expect(text).toContain('1 row below the bound: something was read early');
    expect(virtualText(rows, costModelWith(0))).not.toContain('below a bound');
  });
});

test('all workloads are named once, and those without luck are among them', () => {
  const names = workloadNames(['hot-counter', 'all', 'mainnet-shape:7']);
  expect(new Set(names).size).toBe(names.length);
  expect(names.at(0)).toBe('hot-counter');
  expect(names.at(-1)).toBe('mainnet-shape:7');
  expect(Object.keys(STRICT_WORKLOADS).every(isWorkloadName)).toBe(true);
  expect(names).toEqual(expect.arrayContaining(Object.keys(STRICT_WORKLOADS)));
});
