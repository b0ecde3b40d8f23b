/** What go-ethereum 1.17.10 takes and refuses, and the exit codes that it ends with. */
import { afterAll, describe, expect, test } from 'vitest';
import { createSerialEngine } from '#engine/index.js';
import {
  address,
  ALLOC,
  ASKER,
  CANCUN,
  createGethTool,
  type Input,
  LONDON,
  TX,
  TYPED,
  withEnv,
  withTx,
  word,
} from '#harness/t8n/testing/gethTool.js';

const engine = createSerialEngine();
const { run, codeOf } = createGethTool(engine);
afterAll(async () => {
  await engine.close?.();
});

/** The transaction of `LONDON`, signed. */
const RLP =
  '0xf862f8608020830100009466666666666666666666666666666666666666668080' +
  '26a02f3aa33274118e3201dbf36fe587354348fb50fb7072ac31625401daa16247a3' +
  'a0159831ebb2109413783fd1b042b654df18a0a917b2107bbf6e3a936b0c72214e';

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
    expect(await run({ ...LONDON, txs: null, txsRlp: RLP })).toEqual(await run(LONDON));
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
