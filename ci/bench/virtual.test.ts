/**
 * The numbers that are kept are those that the code gives.
 *
 * Makes two rows again; making all of them takes minutes (`npm run bench:virtual`).
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { costModelWith } from '#engine/engines/virtualTime.js';
import { VIRTUAL_ENGINE_NAMES } from '#engine/simulation/virtualEngineNames.js';
import { virtualRows } from '#harness/cli/virtualRows.js';
import { LANES_DEFAULT } from '#harness/cli/virtualChoice.js';
import { workloadNames } from '#harness/cli/virtualWorkloads.js';

type Kept = Readonly<Record<string, unknown>>;

const kept: { readonly costModel: unknown; readonly rows: readonly Kept[] } = JSON.parse(
  readFileSync('ci/bench/virtual.json', 'utf8'),
);

test('every workload is in it, with all engines, lanes and ways to meet an unready read', () => {
  const keys = new Set(
    kept.rows.map(({ workload, engine, hints, lanes, onEstimate }) =>
      [workload, engine, hints, lanes, onEstimate].join(' '),
    ),
  );
  const ways = [
    'block-stm none N abort',
    'block-stm none N suspend',
    'v1 none N abort',
    'v1 all N abort',
    'v2 none N abort',
    'v2 all N abort',
  ];
  const wanted = workloadNames(['all']).flatMap((name) =>
    LANES_DEFAULT.flatMap((lanes) =>
      ways.map((way) => `${name} ${way.replace('N', String(lanes))}`),
    ),
  );
  expect(wanted.filter((key) => !keys.has(key))).toEqual([]);
  expect(kept.costModel).toEqual(costModelWith(0));
});

test('every row is true, and no bound is beaten that cannot be', () => {
  const wrong = kept.rows.filter((row) => row['rootEqual'] !== true || row['bound'] === 'error');
  expect(wrong).toEqual([]);
  expect(readFileSync('ci/bench/virtual.md', 'utf8')).toContain('This is virtual time');
});

test('a row comes out again', async () => {
  const { rows } = await virtualRows({
    workloads: ['hot-counter'],
    engines: VIRTUAL_ENGINE_NAMES,
    onEstimate: ['abort', 'suspend'],
    hints: ['none', 'all'],
    lanes: [8],
    txs: 1_000,
    seed: 1,
    fork: 'Osaka',
    fixtures: undefined,
    coldRead: 0,
  });
  const before = kept.rows.filter((row) => row['workload'] === 'hot-counter' && row['lanes'] === 8);
  // How memory is laid out may change, and no time with it.
  expect(rows).toMatchObject(before.map(({ peakBytes: _peakBytes, ...row }) => row));
});
