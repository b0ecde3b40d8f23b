/**
 * How many broken engines a certification finds out: `npm run bench:certify`.
 *
 * Owns the files: `certifyPower.json`, a row for each engine, beside this file's source, and their
 * sums as the harness quotes them. It takes an hour. Rows that are there are kept, so that an
 * interrupted run goes on; remove the file to begin anew.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { plan, readRows, measurementsOf, type TrialRow, tryOne } from './certifyTrials.ts';

const ROOT = new URL('../../../', import.meta.url);
const ROWS = fileURLToPath(new URL('ci/bench/certifyPower.json', ROOT));
const SUMS = fileURLToPath(new URL('harness/certify/power/measured.ts', ROOT));

const rows: TrialRow[] = existsSync(ROWS)
  ? [...readRows(JSON.parse(readFileSync(ROWS, 'utf8')))]
  : [];
for (const trial of plan()) {
  const { suspect, askedBy } = trial;
  if (rows.some((row) => row.id === suspect.id && row.askedBy === askedBy)) continue;
  const row = await tryOne(trial);
  rows.push(row);
  process.stderr.write(`${row.id}, ${askedBy}: ${row.foundBy ?? 'not found out'}\n`);
  writeFileSync(ROWS, `[\n${rows.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`);
}
writeFileSync(
  SUMS,
  `/**
 * What a certification under the profile \`quick\` finds out.
 *
 * Owns the figures, which \`npm run bench:certify\` measures and writes; nobody edits them. Each
 * broken engine was certified until its first finding.
 */
import type { Measurement } from './powerRow.ts';

/** By kind of engine and of asking. */
export const MEASURED: readonly Measurement[] = ${JSON.stringify(measurementsOf(rows), null, 2)};
`,
);
process.exit(0);
