import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { corpus } from '#fixtures/corpus/index.js';
import { InputError } from '#fixtures/input/inputError.js';
import { blockFileText, readBlockFile } from '#harness/input/blockFile.js';
import { FORKS } from '#harness/input/vocabulary.js';

const folder = mkdtempSync(join(tmpdir(), 'lockstep-block-file-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const SENDER = `0x${'11'.repeat(20)}`;
const VALID = {
  fork: 'Cancun',
  chainId: '0x1',
  env: {
    currentCoinbase: `0x${'aa'.repeat(20)}`,
    currentGasLimit: '0x1c9c380',
    currentNumber: '0x1',
    currentTimestamp: '0xc',
    currentRandom: `0x${'00'.repeat(32)}`,
    currentBaseFee: '0x7',
    currentExcessBlobGas: '0x0',
    parentBeaconBlockRoot: `0x${'00'.repeat(32)}`,
    blockHashes: { '0': `0x${'bb'.repeat(32)}` },
  },
  transactions: [
    {
      type: '0x0',
      nonce: '0x0',
      gas: '0x5208',
      gasPrice: '0x7',
      to: SENDER,
      value: '0x1',
      input: '0x',
      v: '0x1b',
      r: '0x1',
      s: '0x1',
    },
  ],
  withdrawals: [],
  alloc: { [SENDER]: { balance: '0xde0b6b3a7640000' } },
};

let fileCount = 0;

function fileOf(content: string): string {
  fileCount += 1;
  const file = join(folder, `${String(fileCount)}.json`);
  writeFileSync(file, content);
  return file;
}

function refusalOf(content: string): InputError {
  const file = fileOf(content);
  try {
    readBlockFile(file);
  } catch (error) {
    if (error instanceof InputError && error.file === file && error.remedy !== '') return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** The valid block with one value, at a path, replaced or (undefined) removed. */
function withValue(path: readonly (string | number)[], value: unknown): string {
  const copy: unknown = structuredClone(VALID);
  let inner = Object(copy) as Record<string, unknown>;
  for (const step of path.slice(0, -1)) inner = Object(inner[step]) as Record<string, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) Reflect.deleteProperty(inner, last);
  else inner[last] = value;
  return JSON.stringify(copy);
}

test.each(FORKS)('every corpus block under %s is read back as it was written', (fork) => {
  const blocks = corpus(fork).flatMap(({ blocks: inner, preState, policy }) =>
    inner.map(({ block }) => ({ block, preState, invalidTransactions: policy })),
  );
  expect(blocks.length).toBeGreaterThan(20);
  for (const written of blocks) {
    const read = readBlockFile(fileOf(blockFileText(written, { from: 'a test' })));
    expect(read).toEqual(written);
  }
});

test('a t8n triple is read, with the fork named outside', () => {
  const { env, alloc, transactions: txs } = VALID;
  const triple = JSON.stringify({
    env: { ...env, withdrawals: [], parentGasUsed: '0x0' },
    alloc,
    txs,
  });
  const { block } = readBlockFile(fileOf(triple), { fork: 'Cancun', chainId: '0x5' });
  expect(block).toMatchObject({ fork: 'Cancun', chainId: '0x5', withdrawals: [] });
  expect(block.transactions).toHaveLength(1);
  expect(refusalOf(triple)).toMatchObject({ field: 'fork' });
});

test('slots set to zero are slots that are not there', () => {
  const content = withValue(['alloc', SENDER], {
    balance: '0x0',
    storage: { '0x1': '0x0', '0x2': '0x3' },
  });
  const { preState } = readBlockFile(fileOf(content));
  expect(Object.values(preState)[0]?.storage).toEqual({
    [`0x${'0'.repeat(63)}2`]: `0x${'0'.repeat(63)}3`,
  });
});

describe('a block file that cannot be used names its field', () => {
  test.each<[(string | number)[], unknown, string, string]>([
    [['fork'], 'Cancan', 'fork', 'did you mean Cancun?'],
    [['fork'], 7, 'fork', 'write one of Berlin'],
    [['chainId'], -1, 'chainId', 'cannot be negative'],
    [['env'], [], 'env', 'write it as { ... }'],
    [['env', 'currentNumber'], 5, 'env.currentNumber', 'write it as "0x5"'],
    [['env', 'currentGasLimit'], `0x${'f'.repeat(17)}`, 'env.currentGasLimit', '64 bits'],
    [['env', 'currentBaseFee'], undefined, 'env.currentBaseFee', 'add it'],
    [['env', 'currentCoinbase'], '0x12', 'env.currentCoinbase', 'write 0x and 40 digits'],
    [['env', 'currentDifficulty'], '0x1', 'env.currentDifficulty', 'name an earlier fork'],
    [['env', 'curentNumber'], '0x1', 'env.curentNumber', 'did you mean currentNumber?'],
    [['env', 'blockHashes'], { '0x1': '0x' }, 'env.blockHashes.0x1', 'decimal digits'],
    [['transactions'], {}, 'transactions', 'write it as [ ... ]'],
    [['transactions', 0, 'type'], '0x9', 'transactions[0].type', 'write one of'],
    [['transactions', 0, 'gas'], undefined, 'transactions[0].gas', 'add it'],
    [['transactions', 0, 'gas'], '21000', 'transactions[0].gas', 'write it as "0x5208"'],
    [['transactions', 0, 'maxFeePerGas'], '0x1', 'transactions[0].maxFeePerGas', 'remove it'],
    [['transactions', 0, 'secretKey'], '0x1', 'transactions[0].secretKey', 'sign it'],
    [['withdrawals'], [{ index: '0x0' }], 'withdrawals[0].validatorIndex', 'add it'],
    [['alloc', SENDER, 'balance'], 1, `alloc.${SENDER}.balance`, 'write it as "0x1"'],
    [['alloc', '0xab'], { balance: '0x0' }, 'alloc.0xab', 'write 0x and 40 digits'],
    [['alloc', '__proto__x'], {}, 'alloc.__proto__x', 'hexadecimal'],
    [['invalidTransactions'], 'skipp', 'invalidTransactions', 'did you mean skip?'],
    [['blocks'], [], 'blocks', 'remove it'],
  ])('%j = %j', (path, value, field, remedy) => {
    const error = refusalOf(withValue(path, value));
    expect(error.field).toBe(field);
    expect(error.remedy).toContain(remedy);
  });

  test('an address given twice in two spellings', () => {
    const upper = `0x${'AB'.repeat(20)}`;
    const alloc = { [upper]: { balance: '0x0' }, [upper.toLowerCase()]: { balance: '0x0' } };
    expect(refusalOf(withValue(['alloc'], alloc)).message).toContain('is there twice');
  });

  test('fields that came with a later fork', () => {
    const berlin = JSON.stringify({ ...VALID, fork: 'Berlin' });
    expect(refusalOf(berlin)).toMatchObject({ field: 'withdrawals' });
  });
});

describe('a file that holds no block is told as a whole', () => {
  const whole = JSON.stringify(VALID);
  test.each([
    ['cut short', whole.slice(0, 200), 'is not JSON'],
    ['empty', '', 'is empty'],
    ['a list', '[]', 'must be an object, is an array of 0'],
    ['null', 'null', 'must be an object, is null'],
  ])('%s', (_name, content, problem) => {
    const error = refusalOf(content);
    expect(error.field).toBe('');
    expect(error.message).toContain(problem);
  });

  test('missing', () => {
    expect(() => readBlockFile(join(folder, 'nowhere.json'))).toThrow('there is no such file');
  });

  test('a folder', () => {
    expect(() => readBlockFile(folder)).toThrow('is not a file');
  });
});
