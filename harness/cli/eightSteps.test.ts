/** "Certify your engine in eight steps", as it stands in `harness/README.md`. */
import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = join(ROOT, 'dist/harness/cli/main.js');
const EXAMPLES = 'harness/adapters/examples';
const TEXT = readFileSync(join(ROOT, 'harness/README.md'), 'utf8');
const STEPS = TEXT.slice(TEXT.indexOf('## Certify your engine in eight steps'));

interface Line {
  readonly command: string;
  readonly exitCode: number;
}

/** Every command, with the exit code that it is said to end with. */
const LINES: readonly Line[] = [...STEPS.matchAll(/^([a-z].*) # exit code (\d+)$/gm)].map(
  ([, command = '', code = '']) => ({ command, exitCode: Number(code) }),
);

const folder = mkdtempSync(join(tmpdir(), 'lockstep-steps-'));

/** A project that has the package and the examples. */
beforeAll(() => {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(ROOT, join(folder, 'node_modules/lockstep-evm'));
  mkdirSync(join(folder, 'harness/adapters'), { recursive: true });
  cpSync(join(ROOT, EXAMPLES), join(folder, EXAMPLES), { recursive: true });
  const [, known = ''] = /```json\n([\s\S]*?)```/.exec(STEPS) ?? [];
  writeFileSync(join(folder, 'known.json'), known);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('there are eight steps, each with a command', () => {
  const numbers = [...STEPS.matchAll(/^\*\*(\d)\. /gm)].map(([, number]) => Number(number));
  expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(STEPS.match(/```sh/g)).toHaveLength(8);
  expect(LINES.length).toBeGreaterThanOrEqual(8);
});

test.each(LINES)('$command', async ({ command, exitCode }) => {
  const { LOCKSTEP_FIXTURES: _unset, ...env } = process.env;
  const script = `lockstep() { "${process.execPath}" "${MAIN}" "$@"; }\n${command}`;
  const ended = await new Promise<{ readonly code: number; readonly said: string }>((end) => {
    execFile('sh', ['-c', script], { cwd: folder, env }, (error, stdout, stderr) => {
      end({ code: error === null ? 0 : Number(error.code), said: stdout + stderr });
    });
  });
  expect(ended, ended.said).toMatchObject({ code: exitCode });
});
