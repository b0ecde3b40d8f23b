/**
 * Transition tools as engines. The tool is our own, as a process, over streams and files: what
 * go-ethereum's says is in `fixtures/certificates`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSerialEngine } from '#engine/index.js';
import { openT8nEngine } from '#harness/adapters/t8n/t8nEngine.js';
import { openBridge } from '#harness/adapters/bridge/openBridge.js';
import { certify } from '#harness/certify/certify.js';
import type { Certificate } from '#harness/certify/certificate.js';
import { corpusCases } from '#harness/certify/corpusCases.js';
import { transition } from '#harness/t8n/transition.js';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';

const MAIN = fileURLToPath(new URL('../../../dist/harness/cli/main.js', import.meta.url));
const TOOL = `"${process.execPath}" "${MAIN}" t8n serial`;
const CASES = [
  'hot-spots/counter',
  'delegation/set-then-call',
  'gas-limits/block-one-past-skipped',
  'validity/nonce-too-low',
  'requests/withdrawal-queue-empty',
];
const serial = createSerialEngine();
let server: Server;
let url = '';

/** A server of transition tools, as execution-spec-tests ask them. */
beforeAll(async () => {
  server = createServer((request, response) => {
    void (async () => {
      const { state, input } = JSON.parse(await text(request)) as {
        state: { fork: string; chainid: number; reward: number };
        input: object;
      };
      const stdin = new PassThrough();
      stdin.end(JSON.stringify(input));
      const stdout = new PassThrough();
      const said = text(stdout);
      const piped = { alloc: 'stdin', env: 'stdin', txs: 'stdin' };
      const shown = { alloc: 'stdout', result: 'stdout', body: '', basedir: '' };
      try {
        await transition(
          {
            inputs: piped,
            outputs: shown,
            fork: state.fork,
            chainId: `0x${state.chainid.toString(16)}`,
            reward: BigInt(state.reward),
          },
          { engine: serial, stdin, stdout, stderr: process.stderr },
        );
        stdout.end();
        response.end(await said);
      } catch (error) {
        response.writeHead(500).end(String(error));
      }
    })();
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', () => {
      listening();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  url = `http://127.0.0.1:${String(address.port)}`;
});
afterAll(async () => {
  server.close();
  await serial.close?.();
});

async function certified(rest: string, ids: readonly string[]): Promise<Certificate> {
  const engine = await openBridge({ kind: 't8n', rest, remedy: 'none' }, { version: '0' });
  try {
    return await certify(engine, {
      judges: [{ name: 'serial', level: 0, engine: serial }],
      claim: 'equivalence',
      forks: ['Prague'],
      cases: (fork) => corpusCases(fork).filter(({ id }) => ids.includes(id)),
    });
  } finally {
    await engine.close?.();
  }
}

test.each([
  ['streams', TOOL, CASES],
  ['files', `files:${TOOL}`, CASES.slice(0, 2)],
])('a tool on %s agrees, and what it rejects is rejected', async (_how, rest, ids) => {
  const certificate = await certified(rest, ids);
  expect(certificate.failures).toEqual([]);
  expect(certificate).toMatchObject({ verdict: 'pass', blocks: ids.length });
});

test('a server agrees', async () => {
  const certificate = await certified(url, CASES.slice(0, 4));
  expect(certificate).toMatchObject({ verdict: 'pass', blocks: 4 });
});

test.each([
  ['that breaks down', `"${process.execPath}" -e "process.exit(7)" --`, 'the tool ended with 7'],
  ['that writes nothing', `"${process.execPath}" -e "0" --`, 'Unexpected end of JSON input'],
])('a tool %s is a crash', async (_what, rest, words) => {
  const certificate = await certified(rest, CASES.slice(0, 1));
  expect(certificate.verdict).toBe('crash');
  expect(certificate.reason).toContain(words);
});

describe.skipIf(process.platform === 'win32')('words of a tool', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lockstep-words-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const low = 'nonce too low: address 0x71562b71999873DB5b286dF957af199Ec94617F7, tx: 0 state: 1';
  const most = 'insufficient funds for gas * price + value: address 0x71 required balance exceeds';

  test.each([
    ['evm version 1.17.10-stable', low, []],
    ['evm version 1.17.10-stable', `${most} 256 bits`, ['rejection.reason']],
    ['evm version 1.17.10-stable', 'out of luck', ['rejection.reason']],
    ['another tool 1.0', low, ['rejection.reason']],
  ])('%s: %s', async (version, words, unstated) => {
    const answer = { result: { rejected: [{ index: 0, error: words }] }, alloc: {} };
    const file = join(folder, 'tool');
    const prints = [version, JSON.stringify(answer)].map((line) => JSON.stringify(line));
    writeFileSync(
      file,
      `#!${process.execPath}
      console.log([${prints.join()}][process.argv.includes('--version') ? 0 : 1]);`,
      { mode: 0o755 },
    );
    const tool = await openT8nEngine(`"${file}"`);
    const [judged] = corpusCases('Prague').filter(({ id }) => id === 'validity/nonce-too-low');
    const { blocks, preState } = judged?.build() ?? { blocks: [], preState: {} };
    const [first] = blocks;
    if (first === undefined) throw new Error('no block');
    const result = await tool.execute(first.block, preState);
    expect(result).toMatchObject({ status: 'rejected', rejection: { index: 0 } });
    expect(result.unstated ?? []).toEqual(unstated);
    const reason = 'TransactionException.NONCE_MISMATCH_TOO_LOW';
    const isStated = result.status === 'rejected' && result.rejection.reason === reason;
    expect(isStated).toBe(unstated.length === 0);
  });
});

test('a tool that cannot read a block declines it', async () => {
  const certificate = await certified(`"${process.execPath}" -e "process.exit(10)" --`, [
    CASES[0] ?? '',
  ]);
  expect(certificate.verdict).toBe('inconclusive');
  expect(certificate.notCovered.map(({ reason }) => reason).join()).toContain('cannot read it');
});
