/** The spellings of other tools, and the faults that end a transition. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import { createSerialEngine } from '#engine/index.js';
import { encodeTransaction } from '#generators/build/envelope.js';
import { corpusCases } from '#harness/certify/corpusCases.js';
import { inputPayload } from '#harness/protocol/blockPayload.js';
import { bodyRLP } from '#harness/t8n/normalizeTxs.js';
import { T8nError } from '#harness/t8n/t8nError.js';
import { transition, type TransitionOptions } from '#harness/t8n/transition.js';

const engine = createSerialEngine();
const folder = mkdtempSync(join(tmpdir(), 'lockstep-t8n-test-'));
afterAll(async () => {
  await engine.close?.();
  rmSync(folder, { recursive: true, force: true });
});

const [built] = corpusCases('Prague').filter(({ id }) => id === 'transfers/one-sender');
const { blocks, preState } = built?.build() ?? { blocks: [], preState: {} };
const [first] = blocks;
if (first === undefined) throw new Error('the case has no block');
const { block } = first;
const INPUT = inputPayload({ block, preState });

const STDIN = { alloc: 'stdin', env: 'stdin', txs: 'stdin' };
const OPTIONS: TransitionOptions = {
  inputs: STDIN,
  outputs: { alloc: 'stdout', result: 'stdout', body: 'stdout', basedir: folder },
  fork: 'Prague',
  chainId: '0x1',
  reward: 0n,
};

interface Said {
  readonly result: Readonly<Record<string, unknown>>;
  readonly body: string;
}

async function run(input: unknown, options: Partial<TransitionOptions> = {}): Promise<Said> {
  const stdin = new PassThrough();
  stdin.end(JSON.stringify(input));
  const stdout = new PassThrough();
  const shown = text(stdout);
  await transition({ ...OPTIONS, ...options }, { engine, stdin, stdout, stderr: process.stderr });
  stdout.end();
  const said = await shown;
  const content: Said = JSON.parse(said === '' ? '{}' : said);
  return content;
}

async function faultOf(
  input: unknown,
  options: Partial<TransitionOptions> = {},
): Promise<T8nError> {
  try {
    await run(input, options);
  } catch (error) {
    if (error instanceof T8nError) return error;
    throw error;
  }
  throw new Error('nothing went wrong');
}

describe('other spellings come to the same result', () => {
  const decimal = (quantity: string): string => BigInt(quantity).toString();

  test('decimal numbers, and fields of other forks', async () => {
    const { env } = INPUT;
    const other = {
      ...env,
      currentNumber: decimal(env.currentNumber),
      currentTimestamp: Number(env.currentTimestamp),
      currentGasLimit: decimal(env.currentGasLimit),
      currentDifficulty: '0x00',
      slotNumber: '0x1',
    };
    expect(await run({ ...INPUT, env: other })).toEqual(await run(INPUT));
  });

  test("the parent's values in place of base fee and excess blob gas", async () => {
    const { currentBaseFee, currentExcessBlobGas: _excess, ...env } = INPUT.env;
    const parent = {
      parentBaseFee: currentBaseFee,
      parentGasUsed: `0x${(BigInt(env.currentGasLimit) / 2n).toString(16)}`,
      parentGasLimit: env.currentGasLimit,
      parentExcessBlobGas: '0x0',
      parentBlobGasUsed: '0x0',
    };
    // Half full: the fee stays what it was (EIP-1559).
    expect(await run({ ...INPUT, env: { ...env, ...parent } })).toEqual(await run(INPUT));
  });

  test('RLP, names of JSON-RPC, and a key in place of a signature', async () => {
    const expected = await run(INPUT);
    const body = bodyRLP(block.transactions.map(encodeTransaction));
    const rlp = `0x${Buffer.from(body).toString('hex')}`;
    expect(expected.body).toBe(rlp);
    expect(await run({ ...INPUT, txs: rlp })).toEqual(expected);
    const renamed = INPUT.txs.map(({ gas, input, ...rest }) => ({
      ...rest,
      gasLimit: gas,
      data: input,
    }));
    expect(await run({ ...INPUT, txs: renamed })).toEqual(expected);
    // The first account of the corpus has the key 1.
    const unsigned = INPUT.txs.map(({ v: _v, r: _r, s: _s, ...rest }) => ({
      ...rest,
      secretKey: `0x${'1'.padStart(64, '0')}`,
    }));
    expect(await run({ ...INPUT, txs: unsigned })).toEqual(expected);
  });
});

test('parts go to files and nowhere', async () => {
  const outputs = { alloc: '', result: 'r.json', body: '', basedir: folder };
  expect(await run(INPUT, { outputs })).toEqual({});
  const kept = readFileSync(join(folder, 'r.json'), 'utf8');
  expect(JSON.parse(kept)).toEqual((await run(INPUT)).result);
});

describe('faults end as in go-ethereum', () => {
  const badFile = join(folder, 'bad.json');
  writeFileSync(badFile, '{"a":');

  test.each<[string, unknown, Partial<TransitionOptions>, number, string]>([
    ['an unknown fork', INPUT, { fork: 'Pragu' }, 3, 'did you mean Prague?'],
    ['a reward that is not paid', INPUT, { reward: 5n }, 3, 'Prague pays no reward'],
    ['a part that is missing', { alloc: {} }, {}, 10, 'env: is missing'],
    ['no JSON', INPUT, { inputs: { ...STDIN, env: badFile } }, 10, 'it is not JSON'],
    ['no number', { ...INPUT, env: { ...INPUT.env, currentNumber: 'x' } }, {}, 10, 'is no number'],
    ['a file that is not there', INPUT, { inputs: { ...STDIN, txs: 'no.json' } }, 11, 'no.json'],
    [
      'a place that cannot be written',
      INPUT,
      { outputs: { ...OPTIONS.outputs, result: 'no/such/r.json' } },
      11,
      'failed writing',
    ],
    [
      'an invalid block',
      { ...INPUT, alloc: without(INPUT.alloc, '0x00000961ef480eb55e80d19ad83579a64c007002') },
      {},
      2,
      'BlockException.SYSTEM_CONTRACT_EMPTY',
    ],
  ])('%s', async (_what, input, options, code, words) => {
    const fault = await faultOf(input, options);
    expect(fault.exitCode).toBe(code);
    expect(fault.message).toContain(words);
  });
});

function without(alloc: object, address: string): object {
  return Object.fromEntries(Object.entries(alloc).filter(([at]) => at !== address));
}
