/**
 * From a run that differs to its token and back.
 */
import { describe, expect, test } from 'vitest';
import type { Engine, ExecutionResult, Schedule } from '#engine/api/index.js';
import { buildCase } from '#fixtures/corpus/define.js';
import { DEFINITIONS } from '#fixtures/corpus/index.js';
import { createHash } from 'node:crypto';
import { createOracle } from '#harness/adapters/oracle/index.js';
import { createReplayClerk, type FailedRun, type Replay } from '#harness/replay/clerk.js';
import { readRecord, type ReplayRecord } from '#harness/replay/record.js';
import { replay } from '#harness/replay/replay.js';
import { decodeToken, TOKEN_CHARACTERS_MAX } from '#harness/replay/token.js';

const oracle = createOracle();
const watch = { secondsMax: 60 };
const BAD: Schedule = 'random:13';

/** The oracle as an engine that is wrong under one schedule. */
function wrongUnder(bad: Schedule | null, gasUsed: `0x${string}` = '0x1'): Engine {
  return {
    info: { ...oracle.info, capabilities: { ...oracle.info.capabilities, schedules: true } },
    execute: async (block, preState, options = {}) => {
      const result = await oracle.execute(block, preState, options);
      const { schedule = BAD } = options;
      const path = { kind: 'parallel' } as const;
      const stats = { ...result.stats, path, lanes: 4, schedule };
      if (result.status === 'rejected') return { ...result, stats };
      return { ...result, stats, ...(schedule === bad && { gasUsed }) };
    },
  };
}

const ID = 'hot-spots/counter';

async function failedRun(engine: Engine, isOfCorpus = true): Promise<FailedRun> {
  const definition = DEFINITIONS.find(({ id }) => id === ID);
  if (definition === undefined) throw new Error('the corpus has lost a case');
  const { blocks, preState, policy } = buildCase(definition, 'Cancun');
  const [stated] = blocks;
  if (stated === undefined) throw new Error('a case has a block');
  const { block } = stated;
  const result = await engine.execute(block, preState, { schedule: BAD });
  const corpus = isOfCorpus ? ({ caseId: ID, fork: 'Cancun', index: 0 } as const) : null;
  return { trial: { block, preState, policy }, result, corpus };
}

function clerkOf(engine: Engine) {
  const settings = { minParallel: 0, saboteur: 'some' };
  return createReplayClerk({ engine, engineName: 'wrong', settings, watch, version: '9' });
}

function recordIn(written: Replay): ReplayRecord {
  if (written.kind === 'none') throw new Error(`no token: ${written.why}`);
  return readRecord(decodeToken(written.line.replace('lockstep replay ', '')), '');
}

test.each([true, false])('a token brings the run back (of the corpus: %s)', async (isOfCorpus) => {
  const engine = wrongUnder(BAD);
  const record = recordIn(await clerkOf(engine).write(await failedRun(engine, isOfCorpus)));
  expect(record).toMatchObject({
    version: '9',
    engine: 'wrong',
    settings: { lanes: 4, minParallel: 0, saboteur: 'some' },
    schedule: BAD,
    block: { kind: isOfCorpus ? 'corpus' : 'inline' },
  });
  const again = await replay(record, { engine, judge: oracle, watch });
  expect(again).toMatchObject({ verdict: 'fail', isRecorded: true });
  expect(again.reason).toContain('gas used is 1, serial execution says');
});

describe('a replay says what has changed', () => {
  test('when the engine agrees now', async () => {
    const engine = wrongUnder(BAD);
    const record = recordIn(await clerkOf(engine).write(await failedRun(engine)));
    const again = await replay(record, { engine: wrongUnder(null), judge: oracle, watch });
    expect(again).toMatchObject({ verdict: 'pass', isRecorded: false });
  });

  test('when it differs in another way', async () => {
    const engine = wrongUnder(BAD);
    const record = recordIn(await clerkOf(engine).write(await failedRun(engine)));
    const other = wrongUnder(BAD, '0x2');
    const again = await replay(record, { engine: other, judge: oracle, watch });
    expect(again).toMatchObject({ verdict: 'fail', isRecorded: false });
  });

  test('when the corpus is another one, or the engine cannot follow', async () => {
    const engine = wrongUnder(BAD);
    const record = recordIn(await clerkOf(engine).write(await failedRun(engine)));
    if (record.block.kind !== 'corpus') throw new Error('the block is of the corpus');
    const { block } = record;
    const changed = { ...record, block: { ...block, digest: '0'.repeat(64) } };
    const gone = { ...record, block: { ...block, caseId: 'hot-spots/gone' } };
    const parties = { engine, judge: oracle, watch };
    expect(await replay(changed, parties)).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('the corpus of this version has another hot-spots/counter'),
    });
    expect((await replay(gone, parties)).reason).toContain('has no case hot-spots/gone');
    const elsewhere = await replay(record, { ...parties, engine: oracle });
    expect(elsewhere).toMatchObject({
      verdict: 'inconclusive',
      reason: 'the engine did not follow the recorded schedule',
    });
    const refuses = { ...engine, execute: () => Promise.reject(new Error('no such step')) };
    expect(await replay(record, { ...parties, engine: refuses })).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('no such step'),
    });
  });
});

describe('no token is written', () => {
  test('for a run that simulation does not show', async () => {
    const run = await failedRun(wrongUnder(BAD));
    const written = await clerkOf(wrongUnder(null)).write(run);
    expect(written).toMatchObject({ kind: 'none', why: expect.stringContaining('simulation') });
  });

  test('for a run without a schedule', async () => {
    const run = await failedRun(wrongUnder(BAD));
    const { schedule: _none, ...stats } = run.result.stats;
    const result: ExecutionResult = { ...run.result, stats };
    expect(await clerkOf(wrongUnder(BAD)).write({ ...run, result })).toEqual({
      kind: 'none',
      why: '',
    });
  });

  test('for a block that is too large to be pasted', async () => {
    const engine = wrongUnder(BAD);
    const run = await failedRun(engine, false);
    const noise = Array.from({ length: TOKEN_CHARACTERS_MAX / 16 }, (_, i) => hash(i)).join('');
    const large = { balance: '0x1', code: `0x${noise}` } as const;
    const preState = { ...run.trial.preState, [`0x${'dd'.repeat(20)}`]: large };
    const trial = { ...run.trial, preState };
    const { block, policy } = trial;
    const options = { schedule: BAD, invalidTransactions: policy } as const;
    const result = await engine.execute(block, trial.preState, options);
    const written = await clerkOf(engine).write({ trial, result, corpus: null });
    expect(written).toMatchObject({ kind: 'none', why: expect.stringContaining('too large') });
  });
});

test('of several runs the first that the judge contradicts is written', async () => {
  const engine = wrongUnder(BAD);
  const { trial, result: wrong } = await failedRun(engine);
  const right = await engine.execute(trial.block, trial.preState, { schedule: 'random:1' });
  const clerk = clerkOf(engine);
  const record = recordIn(await clerk.writeFirst(trial, [right, wrong], oracle));
  expect(record.schedule).toBe(BAD);
  expect(record.block.kind).toBe('inline');
  expect(await clerk.writeFirst(trial, [right], oracle)).toMatchObject({ kind: 'none' });
});

function hash(seed: number): string {
  return createHash('sha256').update(String(seed)).digest('hex');
}
