import { expect, test } from 'vitest';
import type { AcceptedBlock, UnstatedPart } from '#engine/api/index.js';
import { compareResults } from '#harness/compare/index.js';
import { UNSTATED_PARTS } from '#harness/input/vocabulary.js';

const RESULT: AcceptedBlock = {
  status: 'accepted',
  stateRoot: '0x01',
  receiptsRoot: '0x02',
  logsBloom: '0x03',
  gasUsed: '0x5208',
  blobGasUsed: '0x0',
  requestsHash: '0x04',
  requests: ['0x05'],
  receipts: [
    {
      type: '0x2',
      transactionHash: '0x06',
      transactionIndex: 1,
      status: '0x1',
      gasUsed: '0x5208',
      cumulativeGasUsed: '0x5208',
      logsBloom: '0x07',
      logs: [{ address: '0x08', topics: [], data: '0x' }],
      contractAddress: null,
    },
  ],
  rejected: [{ index: 0, reason: 'TransactionException.NONCE_IS_MAX' }],
  postState: { '0x09': { balance: '0x1' } },
  stats: {
    path: { kind: 'serial', reason: 'test' },
    lanes: 1,
    executions: 1,
    executionsMax: 1,
    aborts: 0,
    suspensions: 0,
    barriers: 0,
    fallbacks: 0,
  },
};

const [RECEIPT] = RESULT.receipts;

/** Each part, and a result that is wrong in it alone. */
const WRONG: Readonly<Record<UnstatedPart, Partial<AcceptedBlock>>> = {
  blobGasUsed: { blobGasUsed: '0x1' },
  logsBloom: { logsBloom: '0x00' },
  postState: { postState: { '0x09': { balance: '0x2' }, '0x10': { balance: '0x1' } } },
  'receipts.contractAddress': receipt({ contractAddress: '0x11' }),
  'receipts.cumulativeGasUsed': receipt({ cumulativeGasUsed: '0x1' }),
  'receipts.logs': receipt({ logs: [] }),
  'receipts.logsBloom': receipt({ logsBloom: '0x00' }),
  'receipts.transactionHash': receipt({ transactionHash: '0x00' }),
  'receipts.type': receipt({ type: '0x0' }),
  'rejected.reason': {
    rejected: [{ index: 0, reason: 'TransactionException.SENDER_NOT_EOA' }],
  },
  'rejection.reason': {},
  requests: { requests: [] },
  requestsHash: { requestsHash: '0x00' },
  stateRoot: { stateRoot: '0x00' },
};

function receipt(change: Partial<AcceptedBlock['receipts'][number]>): Partial<AcceptedBlock> {
  return { receipts: RECEIPT === undefined ? [] : [{ ...RECEIPT, ...change }] };
}

const PARTS = UNSTATED_PARTS.filter((part) => part !== 'rejection.reason');

test.each(PARTS)('%s: wrong is a difference, unsaid is none and is counted', (part) => {
  const wrong: AcceptedBlock = { ...RESULT, ...WRONG[part] };
  expect(compareResults(RESULT, wrong, 99).differences).not.toEqual([]);
  const unsaid: AcceptedBlock = { ...wrong, unstated: [part] };
  const comparison = compareResults(RESULT, unsaid, 99);
  expect(comparison.differences).toEqual([]);
  expect([...comparison.unstated]).toEqual([part]);
  expect(comparison.compared).toBeLessThan(compareResults(RESULT, RESULT, 99).compared);
});

test('what is unsaid hides nothing else', () => {
  const wrong: AcceptedBlock = { ...RESULT, gasUsed: '0x1', unstated: PARTS };
  expect(compareResults(RESULT, wrong, 99).differences.map(({ path }) => path)).toEqual([
    'gasUsed',
  ]);
  const other: AcceptedBlock = { ...RESULT, rejected: [], unstated: ['rejected.reason'] };
  expect(compareResults(RESULT, other, 99).differences.map(({ path }) => path)).toContain(
    'rejected[0]',
  );
});

test('a reason to reject a block may be unsaid, its place may not', () => {
  const { stats } = RESULT;
  const rejection = {
    kind: 'transaction',
    index: 1,
    reason: 'TransactionException.NONCE_IS_MAX',
  } as const;
  const other = { ...rejection, reason: 'TransactionException.SENDER_NOT_EOA' } as const;
  const right = { status: 'rejected', rejection, stats } as const;
  const unstated = ['rejection.reason'] as const;
  expect(
    compareResults(right, { ...right, rejection: other, unstated }, 9).differences,
  ).toHaveLength(0);
  expect(
    compareResults(right, { ...right, rejection: { ...other, index: 0 }, unstated }, 9).differences,
  ).toHaveLength(1);
});
