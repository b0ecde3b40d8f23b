import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { lastLine, Workplace } from '#harness/cli/spawned.js';

const TWO = 'block-stm/skip-validation,v1/stale-receipt';

describe('lockstep power', () => {
  const place = new Workplace();
  afterAll(() => {
    place.remove();
  });

  function power(...words: readonly string[]): ReturnType<Workplace['call']> {
    return place.call(['power', '--seed', '3', '--budget', '60', ...words]);
  }

  test('finds out broken engines, and accuses no honest one', async () => {
    const { code, stdout, stderr } = await power('--only', TWO, '--clean-blocks', '5', '--json');

    expect(code).toBe(0);
    expect(lastLine(stdout)).toMatchObject({
      saboteurs: 2,
      killed: 2,
      survivors: [],
      equivalent: [],
      falsePositives: 0,
      medianSecondsToKill: expect.any(Number) as unknown,
      interrupted: false,
      rows: [{ how: 'law' }, { how: 'law' }],
    });
    // Shares are rounded up, each by less than one.
    expect(lastLine(stdout)['cleanBlocks']).toBeGreaterThanOrEqual(5);
    expect(stderr).toContain('2 of 2 broken engines found out');
  });

  test('goes on from its ledger, a torn line or not, and from that of nothing else', async () => {
    const file = join(place.folder, 'ledger.jsonl');
    const words = ['--only', TWO, '--clean-blocks', '0', '--json', '--ledger', file];
    const first = await power(...words);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.slice(0, -20));
    const second = await power(...words);
    const other = await place.call(['power', '--seed', '4', ...words]);

    expect(first.code).toBe(0);
    expect(second.stderr).toContain('going on after 1 pursuit');
    expect(lastLine(second.stdout)).toMatchObject({ saboteurs: 2, killed: 2 });
    expect(other.code).toBe(254);
    expect(other.stderr).toMatch(/--ledger: .*is of another campaign/);
  });

  test('makes what shows it small, and shows it again', async () => {
    const folder = join(place.folder, 'small');
    const words = ['--only', 'v1/stale-receipt', '--clean-blocks', '0', '--json'];
    const shrunk = await power(...words, '--transactions', '64', '--shrink', folder);
    const file = join(folder, 'v1--stale-receipt.json');
    const again = await place.call(['power', '--replay', file, '--json']);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('lockstep-example-1', 'lockstep-example-0'));
    const other = await place.call(['power', '--replay', file]);

    expect(lastLine(shrunk.stdout)['medianTransactions']).toBeLessThanOrEqual(4);
    expect(again.code).toBe(1);
    expect(lastLine(again.stdout)).toMatchObject({ again: true, control: null });
    expect(again.stderr).toContain('the honest engine: nothing');
    expect(other.code).toBe(254);
    expect(other.stderr).toMatch(/--replay: .*no file of the format/);
  });

  test.each([
    [['--only', 'v1/skip-validatoin'], /--only: .*did you mean v1\/skip-validation\?/s],
    [['--budget', '0'], /--budget/],
    [['--replay', '/no/where.json'], /--replay: .*no such file/i],
    [['--limit', '0', '--shrink', '/dev/null/at'], /--shrink: /],
    [['--ledger', '/no/where/at/all.jsonl'], /--ledger: /],
  ])('%j is refused', async (words, reason) => {
    const { code, stderr } = await place.call(['power', ...words]);

    expect(code).toBe(254);
    expect(stderr).toMatch(reason);
  });
});
