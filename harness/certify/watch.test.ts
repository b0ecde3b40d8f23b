import { expect, test } from 'vitest';
import type { Engine, ExecutionResult } from '#engine/api/index.js';
import { corpus } from '#fixtures/corpus/index.js';
import { createOracle } from '#harness/adapters/oracle/index.js';
import { executeWatched, type Trial, watchedEngine } from '#harness/certify/watch.js';

const oracle = createOracle();
const PATIENT = { secondsMax: 30 };

const [found] = corpus('Cancun');

function someTrial(): Trial {
  const [first] = found?.blocks ?? [];
  if (found === undefined || first === undefined) throw new Error('the corpus is empty');
  return { block: first.block, preState: structuredClone(found.preState), policy: found.policy };
}

function engineThat(execute: Engine['execute']): Engine {
  return { info: oracle.info, execute };
}

test('an honest answer comes through', async () => {
  const trial = someTrial();
  const answer = await executeWatched(oracle, trial, PATIENT);
  const said = await oracle.execute(trial.block, trial.preState);
  expect(answer).toEqual({ kind: 'result', result: said });
});

test('an engine that throws at once fails like one that rejects', async () => {
  const throws = engineThat(() => {
    throw new RangeError('no\u0007');
  });
  expect(await executeWatched(throws, someTrial(), PATIENT)).toEqual({
    kind: 'failed',
    reason: 'failed: RangeError: no\\u{7}',
  });
});

test('an engine that never answers is told to stop and timed out', async () => {
  let told: unknown = null;
  const hangs = engineThat((_block, _preState, options) => {
    options?.signal?.addEventListener('abort', () => {
      told = options.signal?.reason;
    });
    return new Promise(() => undefined);
  });
  const answer = await executeWatched(hangs, someTrial(), { secondsMax: 0.05 });
  expect(answer).toEqual({ kind: 'timed-out', reason: 'timed out after 0.05 seconds' });
  expect(told).toBeInstanceOf(Error);
});

test('an interrupt ends an execution that does not end by itself', async () => {
  const interrupt = new AbortController();
  const hangs = engineThat(() => {
    interrupt.abort();
    return new Promise(() => undefined);
  });
  const watch = { ...PATIENT, signal: interrupt.signal };
  expect(await executeWatched(hangs, someTrial(), watch)).toEqual({ kind: 'interrupted' });
  expect(await executeWatched(oracle, someTrial(), watch)).toEqual({ kind: 'interrupted' });
});

test('an interrupt is heard between executions that never leave the microtask queue', async () => {
  const interrupt = new AbortController();
  setTimeout(() => {
    interrupt.abort();
  }, 1);
  const watch = { ...PATIENT, signal: interrupt.signal };
  let count = 0;
  const trial = someTrial();
  const busy = engineThat(async (...given) => {
    const until = performance.now() + 2;
    while (performance.now() < until) await Promise.resolve();
    return await oracle.execute(...given);
  });
  while ((await executeWatched(busy, trial, watch)).kind === 'result' && count < 500) count += 1;
  expect(count).toBeLessThan(500);
});

test('an engine cannot write into its input, and is told so', async () => {
  const trial = someTrial();
  const before = structuredClone(trial);
  const writes = engineThat(async (block, preState) => {
    Reflect.deleteProperty(preState, Object.keys(preState)[0] ?? '');
    Object.assign(block, { fork: 'Berlin' });
    return await oracle.execute(block, preState);
  });
  const answer = await executeWatched(writes, trial, PATIENT);
  expect(answer).toMatchObject({ kind: 'failed' });
  expect(JSON.stringify(answer)).toContain('an engine must not change its input');
  expect(trial).toEqual(before);
});

test('a watched engine turns failures into errors and tells of them first', async () => {
  const heard: string[] = [];
  const garbage = engineThat(async () => {
    const reply: ExecutionResult = JSON.parse('{"status": "maybe"}');
    return reply;
  });
  const watched = watchedEngine(garbage, PATIENT, ({ kind }) => {
    heard.push(kind);
  });
  const { block, preState } = someTrial();
  await expect(watched.execute(block, preState)).rejects.toThrow('is no result: status');
  expect(heard).toEqual(['failed']);
});
