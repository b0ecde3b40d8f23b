/**
 * The measured power is that of the engines that are broken today, and can be had again.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { measurementsOf, plan, readRows, tryOne } from '#ci/bench/certifyTrials.js';
import { MEASURED } from '#harness/certify/power/measured.js';

const FILE = new URL('certifyPower.json', import.meta.url);
const rows = readRows(JSON.parse(readFileSync(FILE, 'utf8')));

test('there is a row for each engine that is broken on purpose', () => {
  const names = (askedBy: string, id: string): string => `${id}, ${askedBy}`;
  const measured = rows.map(({ askedBy, id }) => names(askedBy, id));
  expect(measured).toEqual(plan().map(({ askedBy, suspect }) => names(askedBy, suspect.id)));
});

test('certificates quote the rows', () => {
  expect(MEASURED).toEqual(measurementsOf(rows));
});

test.each(['M9/base-reads-not-recorded', 'gas/refund-dropped'])(
  '%s is found out by the same case again',
  { timeout: 60_000 },
  async (id) => {
    const trial = plan().find(({ suspect }) => suspect.id === id);
    if (trial === undefined) throw new Error(`nobody tries ${id}`);
    const { foundBy } = await tryOne(trial);
    expect(foundBy).not.toBeNull();
    expect(foundBy).toBe(rows.find((row) => row.id === id)?.foundBy);
  },
);
