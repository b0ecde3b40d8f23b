/**
 * What the author of an engine reads when it differs, also when the engine returned nonsense.
 */
import { describe, expect, test } from 'vitest';
import type {
  AcceptedBlock,
  AllocAccount,
  ExecutionResult,
  Hex,
  Receipt,
  RejectedBlock,
  Rejection,
} from '#engine/api/index.js';
import { compareResults, differences, firstDifference } from '#harness/compare/index.js';

const ADDRESS = `0x${'ab'.repeat(20)}` as const;

const STATS: AcceptedBlock['stats'] = {
  path: { kind: 'serial', reason: 'test' },
  lanes: 1,
  executions: 0,
  executionsMax: 0,
  aborts: 0,
  suspensions: 0,
  barriers: 0,
  fallbacks: 0,
};

const RECEIPT: Receipt = {
  type: '0x2',
  transactionHash: `0x${'11'.repeat(32)}`,
  transactionIndex: 3,
  status: '0x1',
  gasUsed: '0x5208',
  cumulativeGasUsed: '0x5208',
  logsBloom: `0x${'00'.repeat(256)}`,
  logs: [{ address: ADDRESS, topics: [`0x${'22'.repeat(32)}`], data: `0x${'33'.repeat(100)}` }],
  contractAddress: null,
};

const ACCEPTED: AcceptedBlock = {
  status: 'accepted',
  stateRoot: `0x${'44'.repeat(32)}`,
  receiptsRoot: `0x${'55'.repeat(32)}`,
  logsBloom: `0x${'00'.repeat(256)}`,
  gasUsed: '0x5208',
  blobGasUsed: null,
  requestsHash: null,
  requests: null,
  receipts: [RECEIPT],
  rejected: [],
  postState: { [ADDRESS]: { balance: '0x64', storage: { '0x7': '0x9' } } },
  stats: STATS,
};

function rejected(rejection: Rejection): RejectedBlock {
  return { status: 'rejected', rejection, stats: STATS };
}

const NONCE = rejected({
  kind: 'transaction',
  index: 3,
  reason: 'TransactionException.NONCE_MISMATCH_TOO_LOW',
});

function withReceipt(changes: Partial<Receipt>): AcceptedBlock {
  return { ...ACCEPTED, receipts: [{ ...RECEIPT, ...changes }] };
}

function words(actual: ExecutionResult, expected: ExecutionResult = ACCEPTED): string | undefined {
  return firstDifference(expected, actual)?.words;
}

describe('a difference is said in one sentence', () => {
  test.each<[string, string, ExecutionResult, ExecutionResult]>([
    ['the block is rejected (transaction 3: NONCE_MISMATCH_TOO_LOW)', 'accepted', ACCEPTED, NONCE],
    ['the block is accepted', 'rejected (transaction 3: NONCE_MISMATCH_TOO_LOW)', NONCE, ACCEPTED],
    [
      'the block is rejected (transaction 3: no reason stated)',
      'accepted',
      ACCEPTED,
      { ...NONCE, unstated: ['rejection.reason'] },
    ],
    [
      'what is invalid is a block',
      'a transaction',
      NONCE,
      rejected({ kind: 'block', reason: 'BlockException.SYSTEM_CONTRACT_EMPTY' }),
    ],
    [
      'the first invalid transaction is 4',
      '3',
      NONCE,
      rejected({
        ...NONCE.rejection,
        kind: 'transaction',
        index: 4,
        reason: 'TransactionException.NONCE_MISMATCH_TOO_LOW',
      }),
    ],
    [
      'the reason for rejecting the block is SENDER_NOT_EOA',
      'NONCE_MISMATCH_TOO_LOW',
      NONCE,
      rejected({ kind: 'transaction', index: 3, reason: 'TransactionException.SENDER_NOT_EOA' }),
    ],
    ['transaction 3: status is failure', 'success', ACCEPTED, withReceipt({ status: '0x0' })],
    ['transaction 3: gas used is 21001', '21000', ACCEPTED, withReceipt({ gasUsed: '0x5209' })],
    ['transaction 3: the number of logs is 0', '1', ACCEPTED, withReceipt({ logs: [] })],
    [
      `transaction 3: contract address is ${ADDRESS}`,
      `none`,
      ACCEPTED,
      withReceipt({ contractAddress: ADDRESS }),
    ],
    [
      `post-state: account ${ADDRESS}: balance is 101`,
      `100`,
      ACCEPTED,
      { ...ACCEPTED, postState: { [ADDRESS]: { balance: '0x65', storage: { '0x7': '0x9' } } } },
    ],
    [
      `post-state: account ${ADDRESS}: slot 0x7 is 0x0`,
      `0x9`,
      ACCEPTED,
      { ...ACCEPTED, postState: { [ADDRESS]: { balance: '0x64' } } },
    ],
    [
      `post-state: account ${ADDRESS} is absent`,
      `existing`,
      ACCEPTED,
      { ...ACCEPTED, postState: {} },
    ],
  ])('%s, serial execution says %s', (wrong, right, expected, actual) => {
    expect(words(actual, expected)).toBe(`${wrong}, serial execution says ${right}`);
  });

  test('long bytes are shortened there, and exact beside it', () => {
    const data: Hex = `0x${'33'.repeat(99)}34`;
    const actual = withReceipt({ logs: RECEIPT.logs.map((log) => ({ ...log, data })) });
    expect(firstDifference(ACCEPTED, actual)).toEqual({
      path: 'receipts[0].logs[0].data',
      words:
        'transaction 3, log 0: data is 0x3333333333333333…33333334 (100 bytes), ' +
        'serial execution says 0x3333333333333333…33333333 (100 bytes)',
      expected: `0x${'33'.repeat(100)}`,
      actual: data,
    });
  });
});

describe('an engine that returns nonsense', () => {
  /** As it comes from a third party: what the type says does not hold. */
  function claimsToBeHex(text: string): text is Hex {
    return text.length > 0;
  }

  function foreign(text: string): Hex {
    if (claimsToBeHex(text)) return text;
    throw new Error('nothing to claim');
  }

  test('differs, with the text quoted', () => {
    const actual = withReceipt({ gasUsed: foreign('21000') });
    expect(words(actual)).toBe('transaction 3: gas used is "21000", serial execution says 21000');
  });

  test('cannot drive the terminal', () => {
    const text = foreign('\u001b[2J\u202e');
    const difference = firstDifference(ACCEPTED, withReceipt({ gasUsed: text }));
    expect(Object.values(difference ?? {}).join('')).toMatch(/^[\x20-\x7e]+$/);
  });

  test('cannot flood the report', () => {
    const endless = 'x'.repeat(10_000_000);
    const postState = { [foreign(endless)]: { balance: foreign(endless) } };
    const actual = {
      ...withReceipt({ gasUsed: foreign(`0x${'f'.repeat(10_000_000)}`) }),
      postState,
    };
    const found = differences(ACCEPTED, actual, 10);
    expect(found.length).toBeGreaterThan(2);
    for (const { path, words: sentence, expected, actual: value } of found) {
      expect(path.length + sentence.length).toBeLessThan(2_000);
      expect(expected.length + value.length).toBeLessThan(600_000);
    }
  });

  test('that names one account twice is found, whichever spelling is right', () => {
    const postState = {
      ...ACCEPTED.postState,
      [`0x${'AB'.repeat(20)}` as const]: { balance: '0x1' } as const,
    };
    const twice: AcceptedBlock = { ...ACCEPTED, postState };
    expect(firstDifference(ACCEPTED, twice)).toMatchObject({ path: 'postState', actual: '1' });
  });

  test('that names one slot twice is found', () => {
    const account: AllocAccount = { balance: '0x64', storage: { '0x7': '0x9', '0x07': '0x8' } };
    const twice: AcceptedBlock = { ...ACCEPTED, postState: { [ADDRESS]: account } };
    expect(firstDifference(ACCEPTED, twice)?.path).toBe(`postState.${ADDRESS}.storage`);
  });

  test('that rejects as the other does is compared in four fields', () => {
    expect(compareResults(NONCE, NONCE, 1)).toMatchObject({ differences: [], compared: 4 });
  });
});

test('the limit of differences is kept, and must be a positive number', () => {
  const other = rejected({
    kind: 'transaction',
    index: 4,
    reason: 'TransactionException.SENDER_NOT_EOA',
  });
  expect(differences(NONCE, other, 5).map(({ path }) => path)).toEqual([
    'rejection.index',
    'rejection.reason',
  ]);
  expect(compareResults(NONCE, other, 1)).toMatchObject({ compared: 3 });
  expect(differences(NONCE, other, 1)).toHaveLength(1);
  expect(() => differences(NONCE, other, 0)).toThrow(RangeError);
});
