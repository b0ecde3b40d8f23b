/**
 * The linter is seen red: each rule the project relies on is shown a file that breaks it.
 *
 * A linter that lost its type information, or its configuration, passes in silence. Here it runs
 * with the project's own configuration, in a folder of its own.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const BROKEN: readonly (readonly [rule: string, code: string])[] = [
  ['typescript(no-floating-promises)', 'Promise.resolve(1);'],
  ['typescript(no-explicit-any)', 'export function first(a: any): void { void a; }'],
  ['typescript(no-non-null-assertion)', 'export const second = [1][0]!;'],
  ['typescript(no-unsafe-type-assertion)', 'export const third = JSON.parse("1") as number;'],
  [
    'typescript(switch-exhaustiveness-check)',
    'declare const k: "a" | "b"; switch (k) { case "a": }',
  ],
  ['typescript(explicit-module-boundary-types)', 'export function fourth() { return 1; }'],
  ['eslint(no-empty)', 'try { Math.abs(1); } catch {}'],
];

const folder = mkdtempSync(join(tmpdir(), 'lockstep-lint-'));
let spoken: readonly string[] = [];

beforeAll(() => {
  writeFileSync(join(folder, 'broken.ts'), BROKEN.map(([, code]) => code).join('\n'));
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { strict: true, types: [] }, include: ['broken.ts'] }),
  );
  const linter = resolve('node_modules/oxlint/bin/oxlint');
  const configured = ['-c', resolve('.oxlintrc.json'), '-f', 'json'];
  const run = spawnSync(process.execPath, [linter, ...configured, 'broken.ts'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const report: { diagnostics: readonly { code: string }[] } = JSON.parse(run.stdout);
  spoken = report.diagnostics.map(({ code }) => code);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

test.each(BROKEN)('%s speaks up', (rule) => {
  expect(spoken).toContain(rule);
});
