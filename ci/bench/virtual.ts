/**
 * Writes `virtual.json` and `virtual.md` beside this file's source: every workload in virtual time.
 *
 * Owns the plan alone; rows come from where the command `lockstep simulate` has them. Blocks of
 * mainnet's proportions are in it where LOCKSTEP_FIXTURES names a folder that holds their counts.
 * No clock goes into the files: who runs this again on another machine gets the same bytes.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { VirtualRow } from '#engine/api/index.js';
import { costModelWith } from '#engine/engines/virtualTime.js';
import { VIRTUAL_ENGINE_NAMES } from '#engine/simulation/virtualEngineNames.js';
import { fixturesFolder } from '#harness/cli/fixturesFolder.js';
import { ALL_WORKLOADS, LANES_DEFAULT, TRANSACTIONS_DEFAULT } from '#harness/cli/virtualChoice.js';
import { STRICT_WORKLOADS, workloadNames } from '#harness/cli/virtualWorkloads.js';
import { virtualText } from '#harness/report/virtualText.js';
import { shownRows } from './shownRows.ts';

const FOLDER = new URL('../../../ci/bench/', import.meta.url);
/** Busy blocks of three years, scaled to the size of all others. */
const SHAPES = ['mainnet-shape:14396881', 'mainnet-shape:17666333', 'mainnet-shape:19807137'];
const SEED = 1;
const FORK = 'Osaka';

const shapes = fixturesFolder(undefined) === null ? [] : SHAPES;
const plan = {
  workloads: [...workloadNames([ALL_WORKLOADS]), ...shapes],
  engines: VIRTUAL_ENGINE_NAMES,
  onEstimate: ['abort', 'suspend'],
  hints: ['none', 'all'],
  lanes: LANES_DEFAULT,
  txs: TRANSACTIONS_DEFAULT,
  seed: SEED,
  fork: FORK,
  fixtures: undefined,
  coldRead: 0,
} as const;
const rows = await shownRows(plan);
writeFileSync(fileURLToPath(new URL('virtual.json', FOLDER)), json(rows));
writeFileSync(fileURLToPath(new URL('virtual.md', FOLDER)), markdown(rows));

function json(all: readonly VirtualRow[]): string {
  const facts = {
    unit: 'microseconds of virtual time',
    fork: FORK,
    seed: SEED,
    strictWorkloads: STRICT_WORKLOADS,
    costModel: costModelWith(plan.coldRead),
  };
  const lines = all.map((row) => `    ${JSON.stringify(row)}`);
  const head = JSON.stringify(facts, null, 2).replace(/\n}$/, '');
  return `${head},\n  "rows": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

function markdown(all: readonly VirtualRow[]): string {
  const size = `${String(TRANSACTIONS_DEFAULT)} transactions under ${FORK}, seed ${String(SEED)}`;
  const text = virtualText(all, costModelWith(plan.coldRead));
  return [
    '# Schedules in virtual time',
    '',
    `Blocks of ${size}. Made by \`npm run bench:virtual\`, not by hand.`,
    '',
    '```text',
    text,
    '```',
    '',
  ].join('\n');
}
