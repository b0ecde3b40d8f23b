/**
 * A failed official test of an engine with schedules becomes a token of the block that shows it.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine, Schedule } from '#engine/api/index.js';
import { tokenOf } from '#harness/certify/official.js';
import { runOfficialTests } from '#harness/certify/officialRun.js';
import { cancun, engine as oracle } from '#harness/fixtures/testing/cases.js';
import { valid } from '#harness/fixtures/testing/fixtureBuilder.js';
import { createReplayClerk } from '#harness/replay/clerk.js';
import { readRecord, type ReplayRecord } from '#harness/replay/record.js';
import { replay } from '#harness/replay/replay.js';
import { decodeToken } from '#harness/replay/token.js';

const watch = { secondsMax: 60 };
const OWN: Schedule = 'steps:01';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'official-'));
  const chain = await cancun();
  const block = await chain.block({ parent: chain.genesis });
  const content = { one: chain.test([valid(block)], block.header) };
  await writeFile(join(folder, 'chain.json'), JSON.stringify(content));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** The oracle as an engine with schedules, wrong under those named. */
function wrongUnder(...wrong: readonly Schedule[]): Engine {
  return {
    info: { ...oracle.info, capabilities: { ...oracle.info.capabilities, schedules: true } },
    execute: async (block, preState, options = {}) => {
      const result = await oracle.execute(block, preState, options);
      const { schedule = OWN } = options;
      const path = { kind: 'parallel' } as const;
      const stats = { ...result.stats, path, schedule };
      if (result.status === 'rejected') return { ...result, stats };
      return { ...result, stats, ...(wrong.includes(schedule) && { gasUsed: '0x1' }) };
    },
  };
}

/** Runs the test as configured and under two schedules; the token's content, or `null`. */
async function recordOf(engine: Engine): Promise<ReplayRecord | null> {
  const clerk = createReplayClerk({
    ...{ engine, engineName: 'wrong', settings: {}, watch, version: '1' },
  });
  const lines: (string | null)[] = [];
  const { report } = await runOfficialTests({
    ...{ engine, folder, watch },
    plan: () => [{}, { schedule: 'random:1' }, { schedule: 'random:2' }],
    onFailure: async (failure) => lines.push(await tokenOf(failure, clerk, oracle)),
  });
  expect(report).toMatchObject({ total: 1, failed: lines.length });
  const [line = null] = lines;
  const token = line?.replace('lockstep replay ', '');
  return token === undefined ? null : readRecord(decodeToken(token), '');
}

test.each([
  ['one schedule', ['random:2'], 'random:2'],
  ['every run', [OWN, 'random:1', 'random:2'], 'random:2'],
  ['the first run alone', [OWN], OWN],
] as const)('wrong in %s', async (_where, wrong, schedule) => {
  const engine = wrongUnder(...wrong);
  const record = await recordOf(engine);
  expect(record).toMatchObject({ schedule, block: { kind: 'inline' } });
  if (record === null) return;
  const again = await replay(record, { engine, judge: oracle, watch });
  expect(again).toMatchObject({ verdict: 'fail', isRecorded: true });
});

test('an honest engine passes and leaves none', async () => {
  expect(await recordOf(wrongUnder())).toBeNull();
});
