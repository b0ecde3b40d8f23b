/**
 * What a script written for go-ethereum's `evm t8n` meets here: rewards, spellings, exit codes,
 * outputs. State roots and codes were taken from 1.17.10 on the same inputs.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import { createSerialEngine } from '#engine/index.js';
import { T8nError } from '#harness/t8n/t8nError.js';
import { transition, type TransitionOptions } from '#harness/t8n/transition.js';

const engine = createSerialEngine();
const folder = mkdtempSync(join(tmpdir(), 'lockstep-t8n-dialect-'));
afterAll(async () => {
  await engine.close?.();
  rmSync(folder, { recursive: true, force: true });
});

const word = (digits: string): string => `0x${digits.padStart(64, '0')}`;
const address = (digit: string): string => `0x${digit.repeat(40)}`;

const SENDER = '0x7e5f4552091a69125d5dfcb7b8c2659029395bdf';
const BENEFICIARY = address('c');
const LOGGER = address('6');
/** BLOCKHASH(1). */
const ASKER = address('7');
const ALLOC = {
  [SENDER]: { balance: '0xde0b6b3a7640000' },
  [LOGGER]: { balance: '0x0', code: '0x600160006000a100' },
  [ASKER]: { balance: '0x0', code: '0x60014000' },
};
const TX = {
  nonce: '0x0',
  gas: '0x10000',
  gasPrice: '0x20',
  to: LOGGER,
  value: '0x0',
  input: '0x',
  v: '0x0',
  r: '0x0',
  s: '0x0',
  secretKey: word('1'),
};
const TYPED = { ...TX, type: '0x1', chainId: '0x1', accessList: [] };
const COMMON = {
  currentCoinbase: BENEFICIARY,
  currentGasLimit: '0x1000000',
  currentNumber: '0x5',
  currentTimestamp: '0x3e8',
  currentBaseFee: '0x10',
};
const LONDON = { alloc: ALLOC, env: { ...COMMON, currentDifficulty: '0x20000' }, txs: [TX] };
const CANCUN = {
  alloc: ALLOC,
  env: {
    ...COMMON,
    currentRandom: word('dead'),
    currentExcessBlobGas: '0x0',
    parentBeaconBlockRoot: word('1'),
    withdrawals: [],
  },
  txs: [TX],
};
type Input = Readonly<{ alloc: object; env: Readonly<Record<string, unknown>>; txs: unknown }>;

const STDIN = { alloc: 'stdin', env: 'stdin', txs: 'stdin' };
const OPTIONS: TransitionOptions = {
  inputs: STDIN,
  outputs: { alloc: 'stdout', result: 'stdout', body: '', basedir: '' },
  fork: 'London',
  chainId: '0x1',
  reward: 0n,
};

interface Said {
  readonly alloc: Readonly<Record<string, object>>;
  readonly result: Readonly<Record<string, unknown>>;
}

async function streamsOf(input: unknown, options: Partial<TransitionOptions>): Promise<string[]> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end(JSON.stringify(input));
  await transition({ ...OPTIONS, ...options }, { engine, stdin, stdout, stderr });
  stdout.end();
  stderr.end();
  return [await text(stdout), await text(stderr)];
}

async function run(input: unknown, options: Partial<TransitionOptions> = {}): Promise<Said> {
  const [stdout = ''] = await streamsOf(input, options);
  const said: Said = JSON.parse(stdout);
  return said;
}

async function codeOf(input: unknown, options: Partial<TransitionOptions> = {}): Promise<number> {
  try {
    await run(input, options);
    return 0;
  } catch (error) {
    if (error instanceof T8nError) return error.exitCode;
    throw error;
  }
}

const withEnv = (input: Input, env: object): Input => ({ ...input, env: { ...input.env, ...env } });
const withTx = (tx: object): Input => ({ ...LONDON, txs: [tx] });

describe('the reward is what the command line says', () => {
  const ommers = [
    { delta: 1, address: address('4') },
    { delta: 6, address: BENEFICIARY },
  ];
  const uncles = withEnv(LONDON, { ommers });
  const empty = { ...LONDON, txs: [], alloc: { ...ALLOC, [BENEFICIARY]: { balance: '0x0' } } };
  const merged = { ...CANCUN, txs: [], alloc: empty.alloc };

  test.each<[string, Input, bigint, string]>([
    ['nothing', LONDON, 0n, '0x0b80038253eec434680c05f5914379068bffeef3f2078941cd33f89fd5958409'],
    [
      'nothing, and nobody is touched',
      LONDON,
      -1n,
      '0x0b80038253eec434680c05f5914379068bffeef3f2078941cd33f89fd5958409',
    ],
    [
      'what the fork pays',
      LONDON,
      2_000_000_000_000_000_000n,
      '0x28d72076502b825c65d1afafc292feea70efedb89b6e0dd349fe68cde3c8dc67',
    ],
    [
      'nothing for uncles either',
      uncles,
      0n,
      '0x0b80038253eec434680c05f5914379068bffeef3f2078941cd33f89fd5958409',
    ],
    [
      'something else, uncles included',
      uncles,
      1001n,
      '0xaead91daec02e9462dc81fb085c876bda8b10baf2102c4c2def49349cbbdc531',
    ],
    [
      'an empty beneficiary goes',
      empty,
      0n,
      '0xcbfaaefbd1c017792cdf99ec0af292a9f9e109fc097028fe72f56cfd8c7888f9',
    ],
    [
      'an empty beneficiary stays',
      empty,
      -1n,
      '0x14e860775b88b815fa911a46c9da7117f8df758610c670522fbc59729f7acdba',
    ],
    [
      'an empty beneficiary goes after Paris',
      merged,
      0n,
      '0xcbfaaefbd1c017792cdf99ec0af292a9f9e109fc097028fe72f56cfd8c7888f9',
    ],
    [
      'an empty beneficiary stays after Paris',
      merged,
      -1n,
      '0x14e860775b88b815fa911a46c9da7117f8df758610c670522fbc59729f7acdba',
    ],
  ])('%s', async (_what, input, reward, stateRoot) => {
    const fork = input === merged ? 'Cancun' : 'London';
    expect((await run(input, { reward, fork })).result['stateRoot']).toBe(stateRoot);
  });
});

describe('exit codes', () => {
  const { currentDifficulty: _none, ...noDifficulty } = LONDON.env;
  const without = (name: string): Input => withEnv(CANCUN, { [name]: null });

  test.each<[string, Input, number]>([
    ['no random', without('currentRandom'), 3],
    ['no base fee', without('currentBaseFee'), 3],
    ['no beacon root', without('parentBeaconBlockRoot'), 3],
    ['no withdrawals', without('withdrawals'), 3],
    ['a difficulty after Paris', withEnv(CANCUN, { currentDifficulty: '0x1' }), 3],
    ['no coinbase', without('currentCoinbase'), 10],
    ['a number of 65 bits', withEnv(CANCUN, { currentNumber: `0x1${'0'.repeat(16)}` }), 10],
    ['a field that nobody knows', withEnv(CANCUN, { foo: 'bar' }), 0],
  ])('Cancun: %s', async (_what, input, code) => {
    expect(await codeOf(input, { fork: 'Cancun' })).toBe(code);
  });

  test.each<[string, Input, number]>([
    ['no difficulty', { ...LONDON, env: noDifficulty }, 3],
    ['a number with a leading zero', withTx({ ...TX, nonce: '0x00' }), 10],
    ['a key of zero', withTx({ ...TX, secretKey: word('0') }), 10],
    ['a typed transaction for another chain', withTx({ ...TYPED, chainId: '0x2' }), 10],
    ['a typed transaction for no chain', withTx({ ...TYPED, protected: false }), 10],
    ['BLOCKHASH of a block that nobody named', withTx({ ...TX, to: ASKER }), 4],
  ])('London: %s', async (_what, input, code) => {
    expect(await codeOf(input)).toBe(code);
  });

  test.each([
    ['Cancun+7702', 'extra EIPs are not supported'],
    ['Frontier', 'unsupported fork "Frontier"; forks: Berlin'],
  ])('the fork %s is not supported', async (fork, words) => {
    await expect(run(CANCUN, { fork })).rejects.toThrow(words);
    expect(await codeOf(CANCUN, { fork })).toBe(3);
  });
});

describe('spellings that come to the same', () => {
  const v = { v: '0x1c', r: '0x1', s: '0x1' };
  test.each<[string, Input, Input]>([
    [
      'a state in decimal and without prefixes',
      { ...LONDON, alloc: { ...ALLOC, [address('5')]: { balance: '0x3e8', nonce: '0x1' } } },
      {
        ...LONDON,
        alloc: { ...ALLOC, ['5'.repeat(40)]: { balance: '1000', nonce: 1, code: null, foo: 1 } },
      },
    ],
    ['fields that are null', LONDON, withEnv(LONDON, { currentRandom: null, ommers: null })],
    ['a chain id of zero beside a key', withTx(TYPED), withTx({ ...TYPED, chainId: '0x0' })],
    ['a key beside a signature', withTx({ ...TX, ...v, secretKey: null }), withTx({ ...TX, ...v })],
  ])('%s', async (_what, one, other) => {
    expect(await run(other)).toEqual(await run(one));
  });

  test('a parent that says nothing but its base fee', async () => {
    const parent = { currentBaseFee: null, parentBaseFee: '0x10' };
    expect(await run(withEnv(LONDON, parent))).toEqual(await run(LONDON));
  });

  test('neither a state nor transactions on stdin', async () => {
    const { env } = LONDON;
    expect((await run({ env })).result).toMatchObject({ receipts: [], gasUsed: '0x0' });
    expect(await run({ env, txsRlp: '0xc0' })).toEqual(await run({ env }));
  });
});

test.each([
  ['London', '0x8000020040000'],
  ['ArrowGlacier', '0x20020040000'],
  ['GrayGlacier', '0x420040000'],
])('the difficulty of %s follows from the parent', async (fork, difficulty) => {
  const env = {
    currentDifficulty: null,
    currentNumber: '15000000',
    parentDifficulty: '0x20000000',
    parentTimestamp: '0x3e0',
  };
  const { result } = await run(withEnv(LONDON, env), { fork });
  expect(result['currentDifficulty']).toBe(difficulty);
});

test('a result has every field of a receipt and of a log', async () => {
  const { alloc, result } = await run(LONDON);
  const place = {
    blockHash: `0x1337${'0'.repeat(60)}`,
    blockNumber: '0x5',
    transactionIndex: '0x0',
  };
  expect(result).toMatchObject({ requests: null });
  expect(result['receipts']).toMatchObject([
    {
      ...place,
      effectiveGasPrice: null,
      logs: [{ ...place, blockTimestamp: '0x3e8', logIndex: '0x0', removed: false }],
    },
  ]);
  expect(alloc[SENDER]).toEqual({ balance: expect.any(String), nonce: '0x1' });
});

test('a receipt of blobs says what they cost', async () => {
  const { gasPrice: _none, ...rest } = TYPED;
  const fees = { maxFeePerGas: '0x20', maxPriorityFeePerGas: '0x0', maxFeePerBlobGas: '0x10000' };
  const tx = { ...rest, ...fees, type: '0x3', blobVersionedHashes: [`0x01${'0'.repeat(62)}`] };
  const input = { ...withEnv(CANCUN, { currentExcessBlobGas: '0x2000000' }), txs: [tx] };
  const { result } = await run(input, { fork: 'Cancun' });
  expect(result['receipts']).toMatchObject([{ blobGasUsed: '0x20000', blobGasPrice: '0x5a86' }]);
});

test('parts go to stderr, and to a folder that is made', async () => {
  const basedir = join(folder, 'a', 'b');
  const outputs = { alloc: 'a.json', result: 'stderr', body: '', basedir };
  const [stdout, stderr = ''] = await streamsOf(LONDON, { outputs });
  const { alloc, result } = await run(LONDON);
  expect(stdout).toBe('');
  expect(JSON.parse(stderr)).toEqual({ result });
  expect(existsSync('stderr')).toBe(false);
  expect(JSON.parse(readFileSync(join(basedir, 'a.json'), 'utf8'))).toEqual(alloc);
});
