/**
 * The subject of the coverage proof: an ordinary test that covers its module only in part.
 *
 * It runs with all other tests, and once more under c8 by `ci/coverage.test.ts`.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { wayTaken } from '#ci/coverage/proof/halves.js';

test('one way is taken in the test', () => {
  expect(wayTaken('here')).toBe('taken in the test');
});

test('another way is taken in a worker thread', async () => {
  const worker = new Worker(new URL(import.meta.resolve('#ci/coverage/proof/halvesWorker.js')));
  const answers: unknown[] = await once(worker, 'message');
  await once(worker, 'exit');
  expect(answers).toEqual(['taken in the worker']);
});
