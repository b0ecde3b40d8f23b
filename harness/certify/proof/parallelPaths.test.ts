import { expect, test } from 'vitest';
import type { AcceptedBlock, Stats } from '#engine/api/index.js';
import { ParallelPaths } from '#harness/certify/proof/parallelPaths.js';

const PARALLEL: Stats = {
  path: { kind: 'parallel' },
  lanes: 2,
  executions: 3,
  executionsMax: 2,
  aborts: 1,
  suspensions: 0,
  barriers: 0,
  fallbacks: 0,
};
const SERIAL: Stats = { ...PARALLEL, path: { kind: 'serial', reason: 'too small' }, aborts: 0 };
const BLOCK = { where: 'a/b under Osaka, block 0,', txCount: 2, truth: null };

/** Serial truth in which one transaction found no room. */
const TRUTH: AcceptedBlock = {
  status: 'accepted',
  stateRoot: '0x',
  receiptsRoot: '0x',
  logsBloom: '0x',
  gasUsed: '0x0',
  blobGasUsed: null,
  requestsHash: null,
  requests: null,
  receipts: [],
  rejected: [{ index: 1, reason: 'TransactionException.GAS_ALLOWANCE_EXCEEDED' }],
  postState: {},
  stats: SERIAL,
};

test('blocks count once, their runs add up', () => {
  const paths = new ParallelPaths();
  paths.add({ ...BLOCK, stats: [PARALLEL, { ...PARALLEL, aborts: 0 }] });
  expect(paths.exception).toBeNull();
  expect(paths.figures).toMatchObject({
    parallelBlocks: 1,
    conflictBlocks: 1,
    executions: 6,
    aborts: 1,
  });
});

test('the first block with one serial run is named', () => {
  const paths = new ParallelPaths();
  paths.add({ ...BLOCK, stats: [PARALLEL, SERIAL] });
  paths.add({ ...BLOCK, where: 'another', stats: [SERIAL] });
  expect(paths.exception).toBe('a/b under Osaka, block 0, was executed serially (too small)');
  expect(paths.figures.parallelBlocks).toBe(0);
});

test('a fallback is no parallel run, unless serial truth left a transaction out', () => {
  const stats = [{ ...PARALLEL, fallbacks: 1 }];
  const strict = new ParallelPaths();
  strict.add({ ...BLOCK, stats });
  expect(strict.exception).toContain('fell back to serial execution (1 time)');
  const lenient = new ParallelPaths();
  lenient.add({ ...BLOCK, truth: TRUTH, stats });
  expect(lenient.exception).toBeNull();
  lenient.add({ ...BLOCK, truth: TRUTH, stats: [{ ...PARALLEL, fallbacks: 2 }] });
  expect(lenient.exception).toContain('(2 times)');
});

test('a block of one transaction says nothing', () => {
  const paths = new ParallelPaths();
  paths.add({ ...BLOCK, txCount: 1, stats: [SERIAL] });
  expect(paths.exception).toBeNull();
  expect(paths.figures).toMatchObject({ parallelBlocks: 0, executions: 0 });
});
