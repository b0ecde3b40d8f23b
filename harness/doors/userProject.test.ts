/**
 * The package as its users have it: packed, in a project of theirs, through every door.
 *
 * Owns a project in a folder of its own. Its dependencies are links to those that are here, so that
 * nothing is downloaded; what the tarball holds is what would be published.
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-user-'));
  const packed = run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder]);
  if (packed.status !== 0) throw new Error(packed.stderr);
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync('node_modules')) {
    if (name !== '.bin' && name !== '.package-lock.json') {
      symlinkSync(resolve('node_modules', name), join(modules, name));
    }
  }
  run('tar', ['-xzf', packed.stdout.trim(), '-C', folder], folder);
  cpSync(join(folder, 'package'), join(modules, 'lockstep-evm'), { recursive: true });
  write('package.json', '{ "name": "user", "private": true, "type": "module" }');
  write('wrong.js', WRONG);
  write('wrong.test.js', TEST.replaceAll('ENGINE', 'wrong').replace('FILE', './wrong.js'));
  write('right.test.js', TEST.replaceAll('ENGINE', 'right').replace('FILE', './right.js'));
  write('right.js', RIGHT);
  write('doors.ts', DOORS);
  write('tsconfig.json', JSON.stringify({ compilerOptions: COMPILER }));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Right, but for the gas of every second transaction. */
const WRONG = `import { createEngine } from 'lockstep-evm';

export function wrong() {
  const serial = createEngine({ scheduler: 'serial' });
  return {
    info: { ...serial.info, name: 'wrong', version: '1.0.0' },
    async execute(block, preState, options) {
      const result = await serial.execute(block, preState, options);
      if (result.status === 'rejected' || result.receipts.length < 2) return result;
      const receipts = result.receipts.map((receipt, index) =>
        index === 1 ? { ...receipt, gasUsed: '0x5209' } : receipt,
      );
      return { ...result, receipts };
    },
  };
}
`;

const RIGHT = `import { createEngine } from 'lockstep-evm';

export const right = () => createEngine({ scheduler: 'v2', lanes: 2, minParallel: 0 });
`;

const TEST = `import { describeConformance } from 'lockstep-evm/vitest';
import { ENGINE } from 'FILE';

describeConformance(ENGINE, { forks: ['Prague'] });
`;

/** Every door, in the words of its documentation. */
const DOORS = `import type { Certificate, Engine } from 'lockstep-evm';
import { certify, createEngine, replay } from 'lockstep-evm';
import { createRunBlock } from 'lockstep-evm/ethereumjs';
import { buildWorkload, corpus, drawBlock, GENERATORS } from 'lockstep-evm/generators';
import { checkRelations } from 'lockstep-evm/laws';
import { describeConformance } from 'lockstep-evm/vitest';

const engine: Engine = createEngine({ scheduler: 'v2', runtime: { kind: 'simulation', seed: 7n } });
const certificate: Certificate = await certify(engine, {
  claim: 'equivalence',
  forks: ['Osaka'],
  only: 'transfers/chain',
  seed: 1,
});
const { block, preState } = buildWorkload('swap', { transactions: 4, seed: 1, fork: 'Osaka' });
const relations = await checkRelations(engine, { block, preState }, 1);
const [generator] = GENERATORS;
const drawn = generator && drawBlock(generator, { fork: 'Osaka', transactionsMax: 4, seed: 1 });
const runBlock = createRunBlock();
await runBlock.close();
const refused = await replay('lockstep1.nonsense').catch((error: unknown) => String(error));
console.log(
  JSON.stringify({
    verdict: certificate.verdict,
    relations: relations.map(({ name, outcome }) => [name, outcome.kind]),
    drawn: drawn?.block.fork,
    cases: corpus('Osaka').length > 100,
    refused,
    door: typeof describeConformance,
  }),
);
// @ts-expect-error: there is no such scheduler
createEngine({ scheduler: 'v9' });
// @ts-expect-error: there is no such fork
describeConformance('v2', { forks: ['Frontier'] });
`;

const COMPILER = {
  module: 'nodenext',
  target: 'es2023',
  lib: ['es2023', 'es2024.sharedmemory', 'es2024.arraybuffer'],
  strict: true,
  skipLibCheck: false,
  types: ['node'],
};

function run(program: string, words: readonly string[], cwd = process.cwd()) {
  return spawnSync(program, words, { cwd, encoding: 'utf8', env: plainEnv() });
}

/** Without what this test run has told its own tests. */
function plainEnv(): NodeJS.ProcessEnv {
  const mine = Object.entries(process.env).filter(([name]) => !/^(VITEST|LOCKSTEP_)/.test(name));
  return { ...Object.fromEntries(mine), NO_COLOR: '1' };
}

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

function vitest(file: string, words: readonly string[] = []) {
  const program = resolve('node_modules/vitest/vitest.mjs');
  return run(process.execPath, [program, 'run', file, ...words], folder);
}

test('a wrong engine fails, with a diff and a line that shows it again', () => {
  const { status, stdout, stderr } = vitest('wrong', ['-t', 'transfers/']);
  const output = `${stdout}${stderr}`;
  expect(status).toBe(1);
  expect(output).toContain('conformance of wrong > Prague > transfers/chain');
  expect(output).toContain('transaction 1: gas used is 21001, serial execution says 21000');
  expect(output).toMatch(
    /- +"receipts\[1\]\.gasUsed": "0x5208",\n\+ +"receipts\[1\]\.gasUsed": "0x5209"/,
  );
  const again = /LOCKSTEP_SEED=1 npx vitest run -t '([^']+ transfers\/chain)'/.exec(output);
  expect(vitest('wrong', ['-t', again?.[1] ?? 'nothing']).stdout).toMatch(/Tests +1 failed/);
});

test('the right one passes, and what was not judged is skipped by name', () => {
  const { status, stdout } = vitest('right', ['-t', '(transfers|hot-spots)/|official']);
  expect(stdout).toMatch(/Tests +\d\d passed/);
  expect(status).toBe(0);
});

test('every door has types, and does what it says', () => {
  const compiler = resolve('node_modules/typescript/bin/tsc');
  const types = run(process.execPath, [compiler, '-p', '.'], folder);
  // What others declare is theirs.
  const ours = types.stdout.split('\n').filter((line) => /^(doors|.*lockstep-evm)/.test(line));
  expect(ours).toEqual([]);
  // The last lines are for the compiler alone.
  const { stdout } = run(process.execPath, ['doors.js'], folder);
  expect(JSON.parse(stdout.split('\n')[0] ?? '')).toEqual({
    verdict: 'pass',
    relations: [
      ['skipping', 'vacuous'],
      ['splitting', 'held'],
      ['reordering', 'held'],
      ['insertion', 'held'],
    ],
    drawn: 'Osaka',
    cases: true,
    refused: expect.stringContaining('ArgumentError'),
    door: 'function',
  });
});
