/**
 * Law: the same seed gives the same trace, byte for byte, here and in another process.
 *
 * ethereumjs runs on microtasks alone; this is what keeps proving it. The other process has another
 * time zone and another language.
 */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { traceLines } from '#properties/laws/traces.js';

const TIMEOUT_MS = 120_000;

test('traces are equal in two processes', { timeout: TIMEOUT_MS }, async () => {
  const program = `
    import { traceLines } from '#properties/laws/traces.js';
    for (const line of await traceLines()) console.log(line);`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    env: { ...process.env, TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8' },
    encoding: 'utf8',
  });
  const lines = await traceLines();

  expect(printed.trimEnd().split('\n')).toEqual(lines);
  // Not vacuous: seeds do make different traces, and none is missing.
  expect(new Set(lines.map((line) => line.split(' ')[3])).size).toBeGreaterThan(lines.length / 2);
  expect(lines.join('\n')).not.toContain('none');
});
