/**
 * Limits and environment of foreign engines, set from the command line: real processes that tell
 * what they see, directly and behind the bridge.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openAnvil } from '#harness/adapters/node/anvilNode.js';
import { settingWords } from '#harness/cli/engineSettings.js';
import { lastLine, Workplace } from '#harness/cli/spawned.js';
import { readdirSync, readFileSync } from 'node:fs';

const place = new Workplace();
const ONE = ['--claim', 'equivalence', '--only', 'hot-spots/counter', '--fork', 'Prague'];
const TELL = `const seen = ['MODE', 'TOKEN', 'OTHER'].map((name) => process.env[name] ?? 'none');
     const told = seen.join('/');`;

beforeAll(() => {
  vi.stubEnv('TOKEN', 'our-secret');
  vi.stubEnv('OTHER', 'nobody else sees');
  place.write(
    'tells.mjs',
    `import { createInterface } from 'node:readline';
     ${TELL}
     const capabilities = {
       forks: ['Prague'], policies: ['reject-block', 'skip'], parallel: false, accesses: false,
     };
     for await (const line of createInterface({ input: process.stdin })) {
       const { id, type } = JSON.parse(line);
       const hello = {
         id, type, protocol: 'lockstep/1', engine: { name: told, version: '1' }, capabilities,
       };
       const error = { id, type: 'error', error: { kind: 'failed', message: 'sees ' + told } };
       const other = type === 'hello' ? hello : { id, type };
       console.log(JSON.stringify(type === 'execute' ? error : other));
       if (type === 'bye') break;
     }`,
  );
  place.write('tool.mjs', `${TELL} console.error('sees ' + told); process.exit(7);`);
  place.write(
    'eats.mjs',
    `if (!process.argv.includes('--version')) {
       globalThis.eaten = Buffer.alloc(700 * 1024 * 1024, 1);
       setInterval(() => eaten, 1_000);
     }`,
  );
});
afterAll(() => {
  place.remove();
  vi.unstubAllEnvs();
});

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

const ENGINES = ['stdio:node tells.mjs', 't8n:node tool.mjs', 't8n:node eats.mjs'];
/** One more than the bridge and a small tool take, and less than is eaten. */
const MIB_MAX = '500';

describe('a certification of programs', () => {
  const found: unknown[] = [];

  beforeAll(async () => {
    const variables = ['--engine-env', 'MODE=a b', '--engine-env', 'TOKEN'];
    const flags = [...variables, '--engine-memory', MIB_MAX, '--seed', '1', '--json'];
    const { stdout } = await place.call(['certify', ENGINES.join(','), ...ONE, ...flags]);
    const { runs } = lastLine(stdout);
    for (const run of listOf(runs)) found.push(listOf(Reflect.get(Object(run), 'failures'))[0]);
  });

  test.each([
    ['directly', 0],
    ['behind the bridge', 1],
  ])('shows them what they are told to, and nothing else of ours: %s', (_where, at) => {
    expect(found[at]).toMatchObject({ words: expect.stringContaining('sees a b/our-secret/none') });
  });

  test('ends one that takes more memory than it is given, behind the bridge too', () => {
    const words = expect.stringMatching(/used \d+ MiB of memory, more than 500/);
    expect(found[2]).toMatchObject({ words });
  });

  test('names the flags in every command that shows a finding again, and no secret', () => {
    for (const [at, engine] of ENGINES.entries()) {
      expect(found[at]).toMatchObject({
        replay:
          `lockstep certify '${engine}' --only hot-spots/counter --fork Prague --seed 1` +
          ` --claim equivalence --engine-memory ${MIB_MAX}` +
          " --engine-env 'MODE=a b' --engine-env TOKEN",
      });
    }
  });
});

test('run --against sets up processes too', async () => {
  place.write(
    'block.json',
    JSON.stringify({ fork: 'Prague', env: ENV, transactions: [], alloc: {} }),
  );
  const against = ['--engine', 'serial', '--against', 'stdio:node tells.mjs'];
  const run = await place.call(['run', 'block.json', ...against, '--engine-env', 'MODE=fast']);
  expect(run.stdout).toContain('sees fast/none');
});

/** Of a block without transactions. */
const ENV = {
  currentCoinbase: `0x${'c0'.repeat(20)}`,
  currentGasLimit: '0x1c9c380',
  currentNumber: '0x1',
  currentTimestamp: '0x1',
  currentRandom: `0x${'00'.repeat(32)}`,
  currentBaseFee: '0x7',
  currentExcessBlobGas: '0x0',
  parentBeaconBlockRoot: `0x${'00'.repeat(32)}`,
};

test('each engine of a list is set up again with the words that it understands', () => {
  const flags = { lanes: 2, engineMemory: 100, engineEnv: ['A=1', 'B'] };
  expect(settingWords('v2', flags)).toEqual(['--lanes', '2']);
  const words = ['--engine-memory', '100', '--engine-env', 'A=1', '--engine-env', 'B'];
  for (const name of ['stdio:./e', 'edr', 'anvil', 't8n:evm t8n', 'blocktest:evm']) {
    expect(settingWords(name, flags)).toEqual(words);
  }
  for (const name of ['serial', 'module:./e.mjs', 'rpc:http://a', 't8n:http://a']) {
    expect(settingWords(name, flags)).toEqual([]);
  }
});

test.runIf(process.platform === 'linux')('anvil sees what is named, and no more', async () => {
  const anvil = await openAnvil({ MODE: 'fast' });
  const node = await anvil.start({
    fork: 'Prague',
    chainId: '0x1',
    alloc: {},
    timestamp: '0x1',
    gasLimit: '0x1c9c380',
    baseFee: '0x7',
    coinbase: `0x${'c0'.repeat(20)}`,
    beaconRoot: null,
  });
  const ours = readdirSync('/proc').filter((pid) => isOurAnvil(pid));
  // Other tests in this process may have an anvil of theirs, and Node adds where coverage goes.
  const environments = ours.map((pid) =>
    readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .filter((one) => one !== '' && !one.startsWith('NODE_V8_COVERAGE=')),
  );
  expect(environments).toContainEqual(['MODE=fast']);
  await node.close();
  await anvil.close();
});

function isOurAnvil(pid: string): boolean {
  try {
    const [, name, parent] =
      /\((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return name === 'anvil' && parent === String(process.pid);
  } catch {
    return false;
  }
}
