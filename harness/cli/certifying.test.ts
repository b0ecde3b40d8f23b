import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, lastLine, Workplace } from '#harness/cli/spawned.js';

const ENGINE_DOOR = new URL('../../dist/engine/index.js', import.meta.url).href;
const place = new Workplace();

/** Engines that are `serial` with one defect each. */
const BROKEN = {
  refund: `result.status === 'accepted' && result.receipts[3] !== undefined
    ? { ...result, receipts: result.receipts.with(3, { ...result.receipts[3], gasUsed: '0x1' }) }
    : result`,
  throws: "fail('kaboom \\u001b[31m')",
  hangs: 'spin()',
  waits: 'new Promise(() => {})',
  garbage: '({ status: "accepted", stateRoot: 17 })',
  huge: "({ ...result, logsBloom: '0x' + 'f'.repeat(50_000_000) })",
  control: "({ ...result, stateRoot: '\\u001b[2J\\u202e' })",
  mutates: "Object.assign(block.env, { currentNumber: '0x0' })",
  exits: 'process.exit(0)',
  flaky: "calls++ === 0 ? { ...result, gasUsed: '0x1' } : result",
  noisy: "(console.log('\\u001b[2J noise'), result)",
};

beforeAll(() => {
  for (const [name, answer] of Object.entries(BROKEN)) {
    place.write(
      `${name}.mjs`,
      `import { createSerialEngine } from '${ENGINE_DOOR}';
       let calls = 0;
       const fail = (words) => { throw new Error(words); };
       const spin = () => { for (;;); };
       export function createEngine() {
         const serial = createSerialEngine();
         return {
           info: { ...serial.info, name: '${name}' },
           execute: async (block, preState, options) => {
             const result = await serial.execute(block, preState, options);
             return ${answer};
           },
         };
       }`,
    );
  }
});
afterAll(() => {
  place.remove();
});

const ONE = ['--claim', 'equivalence', '--only', 'hot-spots/counter', '--fork', 'Cancun'];

describe('each broken engine has its verdict, in words and in JSON', () => {
  let ended: Ended = { code: null, stdout: '', stderr: '' };
  beforeAll(async () => {
    const engines = Object.keys(BROKEN).map((name) => `module:./${name}.mjs`);
    const flags = ['--time-limit', '2', '--seed', '3', '--json'];
    ended = await place.call(['certify', engines.join(','), ...ONE, ...flags]);
  });

  test.each([
    ['refund', 'fail', 'transaction 3: gas used is 1, serial execution says'],
    ['throws', 'crash', 'the engine failed: kaboom \\u{1b}[31m'],
    ['hangs', 'crash', 'the engine timed out after 2 seconds'],
    ['waits', 'crash', 'the engine timed out after 2 seconds'],
    ['garbage', 'crash', 'no result: stateRoot: must be a hexadecimal string, is the number 17'],
    ['huge', 'crash', 'no result: logsBloom: has 50000002 characters'],
    ['control', 'crash', 'is the string "\\u{1b}[2J\\u{202e}"'],
    ['mutates', 'crash', 'an engine must not change its input'],
    ['exits', 'crash', "the engine's thread ended with code 0"],
    ['flaky', 'flaky', 'in 1 of 20 runs'],
    ['noisy', 'pass', 'agrees with serial truth'],
  ])('an engine of kind %s', (name, verdict, words) => {
    const runs = lastLine(ended.stdout)['runs'];
    const certificate: unknown = Array.isArray(runs) && runs[Object.keys(BROKEN).indexOf(name)];
    expect(certificate).toMatchObject({
      engine: `module:./${name}.mjs`,
      claim: 'equivalence',
      verdict,
      seed: 3,
      reason: expect.stringContaining(words),
      parallelProof: null,
      oracleLevels: verdict === 'crash' ? [] : [0, 1],
    });
    expect(ended.stderr).toContain(words);
  });

  test('all that anyone printed is one object on stdout and harmless text on stderr', () => {
    expect(ended.stdout.trim().split('\n')).toHaveLength(1);
    expect(ended.stderr).toContain('\\u{1b}[2J noise');
    expect(ended.stderr).not.toContain('\u001b');
    expect(lastLine(ended.stdout)).toMatchObject({ verdict: 'crash' });
    expect(ended.code).toBe(1);
  });
});

describe('the exit code is the verdict', () => {
  test.each(['throws', 'flaky'])('1 for an engine of kind %s', async (name) => {
    expect((await place.call(['certify', `module:./${name}.mjs`, ...ONE])).code).toBe(1);
  });

  test('serial agrees with the oracle and is certified for that alone', async () => {
    const { code, stdout } = await place.call(['certify', 'serial', ...ONE, '--json']);
    expect(code).toBe(0);
    const certificate = lastLine(stdout);
    expect(certificate).toMatchObject({ verdict: 'pass', blocks: 1, oracleLevels: [1] });
    expect(certificate['compared']).toBeGreaterThan(50);
  });

  test('without a claim it is asked for parallel, and the message says what to do', async () => {
    const words = ['certify', '--engine', 'serial', ...ONE.slice(2)];
    const { code, stdout } = await place.call(words);
    expect(code).toBe(2);
    expect(stdout).toContain('inconclusive: serial has no parallel path');
    expect(stdout).toContain('--claim equivalence');
  });
});

test('a divergence is kept, and both commands printed show it again', async () => {
  const words = ['certify', 'module:./refund.mjs', ...ONE, '--seed', '3', '--out', 'results'];
  const { code, stdout } = await place.call(words);
  expect(code).toBe(1);
  const results = join(place.folder, 'results');
  const [file = ''] = readdirSync(join(results, 'failures'));
  expect(file).toBe('001-hot-spots-counter-Cancun-0.json');
  expect(readFileSync(join(results, 'log.txt'), 'utf8')).toContain(`lockstep ${words.join(' ')}`);
  expect(JSON.parse(readFileSync(join(results, 'result.json'), 'utf8'))).toMatchObject({
    arguments: words,
    seed: 3,
    exitCode: 1,
    result: { verdict: 'fail' },
  });
  const commands = [...stdout.matchAll(/^ *(?:again|block): lockstep (.*)$/gm)];
  // The finding's, its block's, and the whole run's.
  expect(commands).toHaveLength(3);
  for (const [, line = ''] of commands) {
    const again = await place.call(line.split(' '));
    expect(again.stdout).toContain('transaction 3: gas used is 1, serial execution says');
    expect(again.code).toBe(1);
  }
});

test('block-stm on one lane agrees, and is not called parallel', async () => {
  const words = ['certify', 'block-stm', ...ONE.slice(2), '--lanes', '1', '--json'];
  const { code, stdout } = await place.call(words);
  expect(code).toBe(2);
  expect(lastLine(stdout)).toMatchObject({
    verdict: 'inconclusive',
    reason: expect.stringContaining('on one lane nothing overlaps'),
    divergences: 0,
    parallelProof: null,
  });
});

/** A minute on a busy machine; the proof itself is tested with clocks of its own. */
const IS_LONG = process.env['LOCKSTEP_LONG'] !== undefined;

const provedTitle = 'block-stm on two lanes is proved parallel, where the machine has room for it';
test.runIf(IS_LONG)(provedTitle, async () => {
  const { code, stdout } = await place.call(['certify', 'block-stm', ...ONE.slice(2), '--json']);
  const certificate = lastLine(stdout);
  expect(certificate).toMatchObject({ divergences: 0, findings: 0, schedules: 3 });
  // A machine that is busy elsewhere can hide the overlap; the reason then has the figures.
  const proved = { verdict: 'pass', parallelProof: { lanes: 2 } };
  const hidden = {
    verdict: 'inconclusive',
    reason: expect.stringMatching(/processors were busy|one processor/),
  };
  expect(certificate).toMatchObject(code === 0 ? proved : hidden);
});

describe('one block', () => {
  beforeAll(async () => {
    await place.call(['certify', 'module:./refund.mjs', ...ONE, '--out', 'kept']);
  });
  const BLOCK = 'kept/failures/001-hot-spots-counter-Cancun-0.json';

  test('is shown with its receipts and roots', async () => {
    const { code, stdout } = await place.call(['run', BLOCK, '--engine', 'serial']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/tx +type +status +gas/);
    expect(stdout).toMatch(/state root +0x[0-9a-f]{64}/);
  });

  test('is one JSON object on the last line', async () => {
    const words = ['run', BLOCK, '--engine', 'serial', '--against', 'oracle', '--json'];
    const { code, stdout } = await place.call(words);
    expect(code).toBe(0);
    expect(lastLine(stdout)).toMatchObject({
      engine: 'serial',
      against: 'oracle',
      fork: 'Cancun',
      verdict: 'pass',
      divergences: 0,
      result: { status: 'accepted' },
    });
  });

  test('on an engine that hangs or throws is a crash', async () => {
    for (const name of ['hangs', 'throws']) {
      const words = [
        'run',
        BLOCK,
        '--engine',
        `module:./${name}.mjs`,
        '--time-limit',
        '1',
        '--json',
      ];
      const { code, stdout } = await place.call(words);
      expect(code).toBe(1);
      expect(lastLine(stdout)).toMatchObject({ verdict: 'crash', result: null });
    }
  });
});

test('engines are listed with what they can do', async () => {
  const { code, stdout } = await place.call(['engines', '--json', '--seed', '9']);
  expect(code).toBe(0);
  const { engines, seed } = lastLine(stdout);
  expect(seed).toBe(9);
  expect(engines).toMatchObject([
    { name: 'oracle', capabilities: { parallel: false } },
    { name: 'serial', capabilities: { policies: ['reject-block', 'skip'] } },
    { name: 'block-stm', capabilities: { parallel: true } },
    { name: 'v1', capabilities: { parallel: true } },
    { name: 'v2', capabilities: { parallel: true } },
  ]);
});

test('bench prints measured rows as one object', async () => {
  const size = [
    '--workload',
    'transfers',
    '--transactions',
    '4',
    '--warm-up',
    '0',
    '--rounds',
    '1',
  ];
  const { code, stdout } = await place.call(['bench', ...size, '--seed', '2', '--json']);
  expect(code).toBe(0);
  const { rows, seed } = lastLine(stdout);
  expect(seed).toBe(2);
  expect(rows).toMatchObject([
    { workload: 'transfers', engine: 'stock', lanes: 1, rootEqual: true, ratioToStock: 1 },
    { workload: 'transfers', engine: 'serial', lanes: 1, rootEqual: true, ratioToSerial: 1 },
  ]);
});

describe('an interrupt ends a run in a tidy way', () => {
  test('with what was done, kept and never passed', async () => {
    const words = ['certify', 'serial', '--claim', 'equivalence', '--json', '--out', 'cut-short'];
    const ended = await place.call(words, (child) => {
      child.stderr?.once('data', () => setTimeout(() => child.kill('SIGINT'), 1_000));
    });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('interrupted: ending the run');
    const certificate = lastLine(ended.stdout);
    expect(certificate).toMatchObject({ verdict: 'inconclusive', interrupted: true });
    const kept: unknown = JSON.parse(
      readFileSync(join(place.folder, 'cut-short', 'result.json'), 'utf8'),
    );
    expect(kept).toMatchObject({ result: certificate });
  });

  test('even when the engine hangs', async () => {
    const words = ['certify', 'module:./hangs.mjs', ...ONE, '--json'];
    const ended = await place.call(words, (child) => {
      child.stderr?.once('data', () => setTimeout(() => child.kill('SIGINT'), 2_000));
    });
    expect(ended.code).toBe(2);
    expect(lastLine(ended.stdout)).toMatchObject({ verdict: 'inconclusive', interrupted: true });
  });
});

describe('a certificate is kept and shown', () => {
  const files = ['--certificate', 'kept.json', '--badge', 'kept.svg', '--junit', 'kept.xml'];

  test('in three forms, and checked when it is shown', async () => {
    const { code } = await place.call(['certify', 'serial', ...ONE, '--seed', '3', ...files]);
    expect(code).toBe(0);
    expect(place.read('kept.svg')).toContain('lockstep equivalence');
    expect(place.read('kept.xml')).toContain('hot-spots/counter');
    const shown = await place.call(['certificate', 'kept.json', '--json']);
    expect(shown.code).toBe(0);
    expect(shown.stderr).toContain('made by: lockstep certify serial');
    place.write('changed.json', place.read('kept.json').replace('"findings": 0', '"findings": 9'));
    const changed = await place.call(['certificate', 'changed.json']);
    expect(changed.code).toBe(254);
    expect(changed.stderr).toContain('has been changed: its digest does not fit');
    const same = await place.call(['certificate', 'kept.json', 'kept.json']);
    expect(same).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing has changed') });
  });
});
