import { expect, test } from 'vitest';
import { createProgress, type ProgressStream } from '#harness/report/progress.js';

/** A stream that remembers, and a clock that is set by hand. */
function listen(facts: Partial<ProgressStream>) {
  const written: string[] = [];
  const clock = { now: 0 };
  const stream: ProgressStream = { ...facts, write: (text) => written.push(text) };
  return { written, clock, progress: createProgress(stream, () => clock.now) };
}

const STEP = { phase: 'corpus', done: 10, total: 40, current: 'transfers/chain' };

test('a terminal has one line that is redrawn', () => {
  const { written, clock, progress } = listen({ isTTY: true, columns: 80 });
  progress.show({ ...STEP, done: 0 });
  clock.now = 2_000;
  progress.show(STEP);
  progress.end();
  expect(written).toEqual([
    '\r\u001b[2Kcorpus 0/40 transfers/chain',
    '\r\u001b[2Kcorpus 10/40 5.0/s transfers/chain',
    '\r\u001b[2K',
  ]);
});

test('a terminal is not redrawn faster than the eye', () => {
  const { written, clock, progress } = listen({ isTTY: true });
  for (let step = 0; step < 1_000; step += 1) {
    clock.now = step;
    progress.show({ ...STEP, done: step });
  }
  expect(written).toHaveLength(10);
});

test('a narrow terminal cuts the line instead of breaking it', () => {
  const { written, progress } = listen({ isTTY: true, columns: 24 });
  progress.show(STEP);
  expect(written[0]).toBe('\r\u001b[2Kcorpus 10/40 transfers/');
});

test('elsewhere there is a plain line now and then, without control characters', () => {
  const { written, clock, progress } = listen({});
  for (clock.now = 0; clock.now < 20_000; clock.now += 100) {
    progress.show({ ...STEP, current: 'a\u001b[2Jb' });
  }
  progress.end();
  expect(written).toHaveLength(4);
  expect(written[0]).toBe('corpus 10/40 a\\u{1b}[2Jb\n');
});

test('a line of its own takes the live line away first', () => {
  const { written, progress } = listen({ isTTY: true });
  progress.show({ ...STEP, total: null });
  progress.line('found something');
  expect(written).toEqual([
    '\r\u001b[2Kcorpus 10 transfers/chain',
    '\r\u001b[2K',
    'found something\n',
  ]);
});
