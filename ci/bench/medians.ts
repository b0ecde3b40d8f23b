/**
 * Writes `medians.json` and `medians.md` beside this file's source: engines side by side on 32
 * virtual lanes, each figure the median of five blocks.
 *
 * Owns the plan and what is said of several rows. Blocks of mainnet's proportions, on 8 lanes and
 * of their own size, are in it as one mean where LOCKSTEP_FIXTURES names a folder that holds their
 * counts. No clock goes into the files: who runs this again gets the same bytes.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { VirtualRow } from '#engine/api/index.js';
import { virtualTime } from '#engine/simulation/virtualTime/costModel.js';
import { VIRTUAL_ENGINE_NAMES } from '#engine/simulation/virtualEngineNames.js';
import { fixturesFolder } from '#harness/cli/fixturesFolder.js';
import { spreadOf } from '#harness/bench/statistics.js';
import { ALL_WORKLOADS, TRANSACTIONS_DEFAULT } from '#harness/cli/virtualChoice.js';
import { workloadNames } from '#harness/cli/virtualWorkloads.js';
import { loadShapes } from '#fixtures/shapes/loadShapes.js';
import { shownRows } from './shownRows.ts';

const FOLDER = new URL('../../../ci/bench/', import.meta.url);
const SEEDS = [1, 2, 3, 4, 5];
const LANES = 32;
const SHAPE_LANES = 8;
/** Smaller blocks do not fill eight lanes. */
const SHAPE_TRANSACTIONS_MIN = 16;

/** Figures whose medians are kept. */
const FIGURES = [
  'efficiency',
  'speedup',
  'makespan',
  'executionsPerTransaction',
  'workInflation',
  'switchesPerTransaction',
  'subSchedulerShare',
] as const;

/** Where they are of. */
const KEYS = ['workload', 'engine', 'onEstimate', 'hints', 'lanes'] as const;

/** Rows that differ in their blocks only, in one. */
interface Figures extends Pick<VirtualRow, (typeof KEYS)[number] | (typeof FIGURES)[number]> {
  /** Of one transaction, in any of the blocks. */
  readonly executionsMax: number;
}

/** What all rows have in common. */
const COMMON = {
  engines: VIRTUAL_ENGINE_NAMES,
  onEstimate: ['abort', 'suspend'],
  hints: ['simulation', 'exact', 'none'],
  fork: 'Osaka',
  fixtures: undefined,
  coldRead: 0,
} as const;

function median(numbers: readonly number[]): number {
  return spreadOf(numbers).median;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** Rows that differ in their blocks only, as one. */
function asOne(
  rows: readonly VirtualRow[],
  middle: (numbers: readonly number[]) => number,
): readonly Figures[] {
  const likes = new Map<string, VirtualRow[]>();
  for (const row of rows) {
    const key = KEYS.map((name) => row[name]).join(' ');
    likes.set(key, [...(likes.get(key) ?? []), row]);
  }
  return [...likes.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const { workload, engine, onEstimate, hints, lanes } = first;
    const of = (pick: (row: VirtualRow) => number): number => middle(alike.map(pick));
    return {
      workload,
      engine,
      onEstimate,
      hints,
      lanes,
      efficiency: of((row) => row.efficiency),
      speedup: of((row) => row.speedup),
      makespan: virtualTime(of((row) => row.makespan)),
      executionsPerTransaction: of((row) => row.executionsPerTransaction),
      workInflation: of((row) => row.workInflation),
      switchesPerTransaction: of((row) => row.switchesPerTransaction),
      subSchedulerShare: of((row) => row.subSchedulerShare),
      executionsMax: Math.max(...alike.map(({ executionsMax }) => executionsMax)),
    };
  });
}

function markdown(all: readonly Figures[]): string {
  const head = [...KEYS, ...FIGURES, 'executionsMax'];
  const lines = all.map((row) => [
    ...KEYS.map((name) => row[name]),
    ...FIGURES.map((name) => row[name].toFixed(name === 'makespan' ? 0 : 3)),
    row.executionsMax,
  ]);
  const table = [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`);
  return [
    '# Engines side by side',
    '',
    `Medians over seeds ${SEEDS.join(', ')}, in virtual time; makespans in microseconds of it.`,
    `Blocks of ${String(TRANSACTIONS_DEFAULT)} transactions under Osaka, those of mainnet's`,
    'proportions of their own size. Made by `npm run bench:medians`, not by hand.',
    '',
    ...table,
    '',
  ].join('\n');
}

/** Blocks of mainnet's proportions under one name. */
async function shapeRows(folder: string): Promise<readonly VirtualRow[]> {
  const shapes = await loadShapes(folder);
  const workloads = shapes
    .filter(({ txs }) => txs >= SHAPE_TRANSACTIONS_MIN)
    .map(({ number }) => `mainnet-shape:${String(number)}`);
  const rows = await shownRows({
    ...COMMON,
    workloads,
    lanes: [SHAPE_LANES],
    txs: undefined,
    seed: 1,
  });
  return rows.map((row) => ({ ...row, workload: `mainnet-shape (mean of ${workloads.length})` }));
}

const rows: VirtualRow[] = [];
for (const seed of SEEDS) {
  const workloads = workloadNames([ALL_WORKLOADS]);
  const block = { lanes: [LANES], txs: TRANSACTIONS_DEFAULT, seed };
  rows.push(...(await shownRows({ ...COMMON, ...block, workloads })));
}
const folder = fixturesFolder(undefined);
const shaped = folder === null ? [] : await shapeRows(folder);
const figures = [...asOne(rows, median), ...asOne(shaped, mean)];
const json = figures.map((row) => `  ${JSON.stringify(row)}`).join(',\n');
writeFileSync(fileURLToPath(new URL('medians.json', FOLDER)), `[\n${json}\n]\n`);
writeFileSync(fileURLToPath(new URL('medians.md', FOLDER)), markdown(figures));
