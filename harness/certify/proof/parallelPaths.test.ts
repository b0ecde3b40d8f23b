import { expect, test } from 'vitest';
import type { Stats } from '#engine/api/index.js';
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
const BLOCK = { where: 'a/b under Osaka, block 0,', txCount: 2, includedCount: 2 };

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

test('a fallback is no parallel run', () => {
  const paths = new ParallelPaths();
  paths.add({ ...BLOCK, stats: [PARALLEL, { ...PARALLEL, fallbacks: 2 }] });
  expect(paths.exception).toContain('fell back to serial execution (2 times)');
});

test('a receipt without an execution is none of a parallel run', () => {
  const paths = new ParallelPaths();
  paths.add({ ...BLOCK, stats: [{ ...PARALLEL, executions: 1 }] });
  expect(paths.exception).toBe(
    'a/b under Osaka, block 0, has 2 receipts, and the engine says that it took 1 execution',
  );
});

test('a block of one transaction says nothing', () => {
  const paths = new ParallelPaths();
  paths.add({ ...BLOCK, txCount: 1, stats: [SERIAL] });
  expect(paths.exception).toBeNull();
  expect(paths.figures).toMatchObject({ parallelBlocks: 0, executions: 0 });
});
