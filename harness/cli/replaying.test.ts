/**
 * From a broken engine to one word that breaks it again, by way of the real command.
 */
import { afterAll, expect, test } from 'vitest';
import { createBlockSTMEngine } from '#engine/index.js';
import { corpus } from '#fixtures/corpus/index.js';
import { clerkFor } from '#harness/cli/replayClerk.js';
import { lastLine, Workplace } from '#harness/cli/spawned.js';

const place = new Workplace();

afterAll(() => {
  place.remove();
});

const CASE = ['--only', 'hot-spots/counter', '--fork', 'Cancun', '--seed', '5'];
const BROKEN = ['block-stm', '--saboteur', 'skip-validation', '--lanes', '3'];

test.each([
  ['simulation', ['--simulate', '20']],
  ['threads', ['--runtime', 'threads']],
])('a saboteur in %s is found, and its token repeats it exactly', async (_where, flags) => {
  const words = ['certify', ...BROKEN, ...CASE, ...flags, '--claim', 'equivalence'];
  const { code, stdout } = await place.call(words);
  expect(code).toBe(1);
  const [, token = ''] = /again: lockstep replay (lockstep1\S+)/.exec(stdout) ?? [];
  const again = await place.call(['replay', token, '--json']);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('the recorded one, byte for byte');
  expect(lastLine(again.stdout)).toMatchObject({
    engine: 'block-stm',
    settings: { lanes: 3, saboteur: 'skip-validation' },
    verdict: 'fail',
    isRecorded: true,
    divergences: 1,
    block: { kind: 'corpus', caseId: 'hot-spots/counter', fork: 'Cancun' },
  });
});

test('a block of its own travels in the token', async () => {
  const kept = ['certify', ...BROKEN, ...CASE, '--claim', 'equivalence', '--out', 'kept'];
  await place.call(kept);
  const file = 'kept/failures/001-hot-spots-counter-Cancun-0.json';
  const simulated = ['--runtime', 'simulation', '--seed', '1'];
  const words = ['run', file, '--engine', ...BROKEN, ...simulated, '--against', 'oracle'];
  const { code, stdout } = await place.call([...words, '--json']);
  expect(code).toBe(1);
  const token = String(lastLine(stdout)['replay']).replace('lockstep replay ', '');
  const again = await place.call(['replay', token, '--json']);
  expect(again.code).toBe(1);
  expect(lastLine(again.stdout)).toMatchObject({ isRecorded: true, block: { kind: 'inline' } });
});

test('the honest engine passes under many schedules', async () => {
  const words = ['certify', 'block-stm', ...CASE, '--simulate', '20', '--claim', 'equivalence'];
  const { code, stdout } = await place.call([...words, '--json']);
  expect(code).toBe(0);
  expect(lastLine(stdout)).toMatchObject({ verdict: 'pass', blocks: 1, schedules: 20 });
});

test('there is no token for an engine that replay does not open', async () => {
  const engine = createBlockSTMEngine({ lanes: 2, runtime: { kind: 'simulation', seed: 1n } });
  const [judged] = corpus('Prague').filter(({ id }) => id === 'hot-spots/counter');
  const [first] = judged?.blocks ?? [];
  if (judged === undefined || first === undefined) throw new Error('no block');
  const { preState, policy } = judged;
  const trial = { block: first.block, preState, policy };
  const result = await engine.execute(trial.block, preState, { invalidTransactions: policy });
  const kinds = ['block-stm', 'stdio:./engine'].map(async (name) => {
    const clerk = clerkFor(engine, { name }, { secondsMax: 10 });
    return (await clerk.write({ trial, result, corpus: null })).kind;
  });
  expect(await Promise.all(kinds)).toEqual(['token', 'none']);
});
