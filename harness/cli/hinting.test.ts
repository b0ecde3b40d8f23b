import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HINT_SOURCE_CHOICES } from '#harness/cli/hints/choices.js';
import { Workplace } from '#harness/cli/spawned.js';

interface Row {
  readonly workload: string;
  readonly source: string;
  readonly staleness: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly storagePrecision: number | null;
  readonly storageRecall: number | null;
  readonly hintsPerTransaction: number;
  readonly microsPerTransaction: number;
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && 'storageRecall' in value;
}

function rowsOf(stdout: string): readonly Row[] {
  const last: unknown = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
  const rows: unknown = Reflect.get(Object(last), 'rows');
  return Array.isArray(rows) ? rows.filter(isRow) : [];
}

describe('lockstep hints', () => {
  const line = 'hints --workload erc20,swap,staircase --txs 12 --staleness 0,2 --seed 7 --json';
  let place: Workplace;
  let rows: readonly Row[] = [];

  beforeAll(async () => {
    place = new Workplace();
    const { code, stdout, stderr } = await place.call(line.split(' '));
    if (code !== 0) throw new Error(stderr);
    rows = rowsOf(stdout);
  });
  afterAll(() => {
    place.remove();
  });

  const row = (workload: string, source: string, staleness = 0): Row => {
    const found = rows.find(
      (one) => one.workload === workload && one.source === source && one.staleness === staleness,
    );
    if (found === undefined) throw new Error(`there is no row ${workload} ${source}`);
    return found;
  };

  test('has a row for each workload, source and staleness', () => {
    expect(rows).toHaveLength(3 * HINT_SOURCE_CHOICES.length * 2);
    for (const { hintsPerTransaction, microsPerTransaction } of rows) {
      expect(hintsPerTransaction).toBeGreaterThan(0);
      expect(microsPerTransaction).toBeGreaterThan(0);
    }
  });

  test.each(['erc20', 'swap'])('simulation is exact on the same state: %s', (workload) => {
    expect(row(workload, 'simulation')).toMatchObject({
      precision: 1,
      recall: 1,
      storagePrecision: 1,
      storageRecall: 1,
    });
  });

  test('code alone, and what was learned, find the slots of trades, also blocks later', () => {
    for (const source of ['static', 'index']) {
      expect(row('swap', source, 2).storageRecall).toBeGreaterThanOrEqual(0.9);
    }
  });

  test('a block decides where its own staircase leads', () => {
    expect(row('staircase', 'simulation').storageRecall).toBeLessThan(0.9);
    expect(row('staircase', 'bal').storagePrecision).toBe(1);
  });

  test('without a prediction there is no precision', () => {
    expect(row('erc20', 'envelope')).toMatchObject({ storagePrecision: null, storageRecall: 0 });
  });
});

test('the same seed gives the same shares, and a table for people', async () => {
  const place = new Workplace();
  const line = 'hints --workload hot-counter --source static,index --txs 5 --staleness 1 --seed 3';
  const [first, second] = [await place.call(line.split(' ')), await place.call(line.split(' '))];
  place.remove();
  const shares = (text: string): string => text.replace(/ +[0-9.,]+\n/g, '\n');
  expect(first.stdout).toMatch(/hot-counter +static +1 +100\.0%/);
  expect(shares(first.stdout)).toBe(shares(second.stdout));
});
