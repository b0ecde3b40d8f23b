/**
 * Vitest's global set-up: the tests run against `dist`, so `dist` must be what the sources say.
 *
 * It runs once, before any test worker starts. The compiler is incremental: a fresh tree costs a
 * third of a second and prints nothing. It owns no other preparation; tests make what they need.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { sweep } from './outputs.ts';

const COMPILER = 'node_modules/typescript/bin/tsc';

/**
 * Compiles and sweeps `dist`. Throws when the sources do not compile, after printing why.
 * With `LOCKSTEP_BUILD=skip` it trusts `dist` as it lies there.
 */
// The one place where vitest prescribes a default export.
export default function setup(): void {
  if (process.env['LOCKSTEP_BUILD'] === 'skip') return;
  if (!existsSync(COMPILER)) throw new Error('The compiler is not installed: run `npm ci` first.');
  const run = spawnSync(process.execPath, [COMPILER, '-p', 'tsconfig.json'], { encoding: 'utf8' });
  if (run.error !== undefined) throw run.error;
  sweep(process.cwd());
  if (run.status === 0) return;
  console.error(run.stdout + run.stderr);
  throw new Error(
    'The sources do not compile (see above), so no test ran. ' +
      '`LOCKSTEP_BUILD=skip npx vitest run` tests what was emitted all the same.',
  );
}
