/**
 * Virtual time by hand: what a schedule takes, step by step.
 *
 * All prices are those of the cost model: body of a transfer 25, read 1, check 0.8 a fact, publish
 * 0.4 a write, 0.3 a step at the main scheduler. One tick is a nanosecond.
 */
import { describe, expect, test } from 'vitest';

import type { CostModel } from '#engine/api/index.js';
import { criticalPaths } from '#engine/graph/bounds.js';
import { type Script, SCRIPT_CONTRACT, scriptSlot } from '#engine/lanes/scriptedBody.js';
import type { StateReader } from '#engine/primitives/reader.js';
import type { SchedulerKind } from '#engine/schedulers/kinds.js';
import { type Scenario, scriptedScenario } from '#engine/simulation/scenario.js';
import { Stage } from '#engine/simulation/stage.js';
import { WARM_COSTS } from '#engine/simulation/virtualTime/costModel.js';
import { Prices } from '#engine/simulation/virtualTime/prices.js';
import type { TimeSheet } from '#engine/simulation/virtualTime/timeSheet.js';
import { tracesOf, trueIncarnations } from '#engine/simulation/virtualTime/trueTraces.js';
import { runInVirtualTime } from '#engine/simulation/virtualTime/virtualRun.js';

const WRITE: Script = [{ kind: 'write', slot: 9, plus: 1 }];
const COUNT: Script = [
  { kind: 'read', slot: 0 },
  { kind: 'write', slot: 0, plus: 1 },
];
const LOOK: Script = [{ kind: 'read', slot: 5 }];

const STATE = {
  [SCRIPT_CONTRACT]: { balance: '0x0', storage: { [scriptSlot(0)]: '0x7' } },
} as const;
/** Schedulers take no time. */
const AT_ONCE: CostModel = { ...WARM_COSTS, mainScheduler: 0, subScheduler: 0 };

interface Plan {
  readonly lanes?: number;
  readonly fibres?: number;
  readonly model?: CostModel;
  readonly scheduler?: SchedulerKind;
  readonly isMetered?: boolean;
}

/** Every read of slot or account comes after 50 units of gas; so does the end. */
function metered<Outcome>(scenario: Scenario<Outcome>): Scenario<Outcome> {
  const meter = { gas: 0 };
  return {
    ...scenario,
    meter,
    body: {
      prepare: (txIndex) => scenario.body.prepare(txIndex),
      run: async (start, reader) => {
        meter.gas = 0;
        const slowly: StateReader = {
          account: (address) => ((meter.gas += 50), reader.account(address)),
          slot: (address, slot) => ((meter.gas += 50), reader.slot(address, slot)),
          code: (hash) => reader.code(hash),
        };
        const result = await scenario.body.run(start, slowly);
        meter.gas += 50;
        return result;
      },
    },
  };
}

async function run(
  scripts: readonly Script[],
  {
    lanes = 1,
    fibres = 0,
    model = WARM_COSTS,
    scheduler = 'block-stm',
    isMetered = false,
  }: Plan = {},
): Promise<{ readonly sheet: TimeSheet; readonly stage: Stage<bigint> }> {
  const plain = await scriptedScenario(scripts, STATE);
  const scenario = isMetered ? metered(plain) : plain;
  const stage = await Stage.open(scenario, { scheduler, lanes, fibres, defect: null });
  const gas = isMetered ? 100 : 0;
  const prices = new Prices(
    model,
    scripts.map(() => ({ kind: 'transfer' as const, gas })),
  );
  const sheet = await runInVirtualTime({ stage, prices });
  return { sheet, stage };
}

describe('one lane', () => {
  test('takes work, scheduler and checks, one after the other', async () => {
    const { sheet } = await run([WRITE, WRITE, WRITE]);
    // Ask, body, publish, report; ask, nothing to check, report.
    const each = 300 + 25_000 + 400 + 300 + 300 + 300;
    expect(sheet.makespan).toBe(3 * each);
    expect(sheet.work).toBe(3 * 25_400);
    expect(sheet.busy).toBe(sheet.makespan);
    expect(sheet.mainBusy).toBe(3 * 4 * 300);
    expect(sheet.parks).toBe(0);
  });

  test('pays for each read, and for its fact when it is checked', async () => {
    const { sheet } = await run([COUNT]);
    expect(sheet.makespan).toBe(26_600 + 1_000 + 800);
  });

  test('has a latency from start to finality, the first ask not included', async () => {
    const { sheet } = await run([WRITE, WRITE]);
    expect(sheet.latencies()).toEqual([26_300, 26_300]);
  });

  test('pays for a cold place once, whoever comes first', async () => {
    const warm = await run([LOOK, LOOK]);
    const cold = await run([LOOK, LOOK], { model: { ...WARM_COSTS, coldRead: 100 } });
    expect(cold.sheet.makespan - warm.sheet.makespan).toBe(100_000);
  });

  test('passes the main scheduler only where its own has nothing', async () => {
    const { sheet } = await run([WRITE], { scheduler: 'asynchronous' });
    // The main one plans; ask and report are served at home.
    expect(sheet.makespan).toBe(300 + 300 + 25_000 + 400 + 300);
    expect(sheet.mainBusy).toBe(300);
    expect(sheet.subSteps).toBe(2);
  });
});

describe('two lanes', () => {
  test('wait for each other at the scheduler, and a parked lane has paid its ask', async () => {
    const { sheet } = await run([WRITE, WRITE], { lanes: 2 });
    // Asks until 300 and 600. Lane 0 publishes at 25,700 and has reported at 26,000, when lane 1
    // publishes too: lane 0 asks first, until 26,300, lane 1 reports until 26,600. Lane 0 had
    // nothing to check and reports until 26,900: 0 is final. Lane 1 asks until 27,200. Lane 0
    // asks in vain until 27,500, so that lane 1 has to wait and reports until 27,800.
    expect(sheet.latencies()).toEqual([26_900 - 300, 27_800 - 600]);
    expect(sheet.makespan).toBe(27_800);
    expect(sheet.parks).toBe(1);
    expect(sheet.mainBusy).toBe(9 * 300);
    expect(sheet.busy).toBe(2 * 25_400 + 9 * 300);
  });

  test('run a chain one after the other, and what was wrong is work all the same', async () => {
    const { sheet, stage } = await run([COUNT, COUNT], { lanes: 2 });
    // Both read the base, at 1,300 and 1,600. Lane 1 publishes at 27,000, is checked from 27,900
    // to 28,700 and found wrong; lane 0, parked, is woken at 29,000 and asks in vain. Lane 1 asks
    // until 29,600, reads at 30,600, publishes at 56,000 and reports; lane 0 asks in vain again;
    // lane 1 asks until 56,900, checks until 57,700 and has reported at 58,000.
    expect(sheet.makespan).toBe(58_000);
    expect(sheet.work).toBe(3 * 26_400);
    expect(sheet.parks).toBe(3);
    expect(stage.block.scheduler.counts).toMatchObject({ executions: 3, executionsMax: 2 });
  });

  test('a lane that is woken goes on when its waker is done, not when it parked', async () => {
    // Lane 2 finds nothing at 0, and is woken by whoever publishes first.
    const { sheet } = await run([WRITE, WRITE], { lanes: 3, model: AT_ONCE });
    expect(sheet.latencies()).toEqual([25_400, 25_400]);
  });

  test('a suspended read goes on once its writer has reported, and reads again', async () => {
    const scripts = [COUNT, COUNT, COUNT];
    const suspended = await run(scripts, { lanes: 3, fibres: 4, isMetered: true });
    expect(suspended.sheet.suspensions).toBe(1);
    expect(suspended.sheet.resumes).toBe(1);
    expect(suspended.stage.truth).toEqual(
      suspended.stage.truth.map((_, txIndex) => suspended.stage.lanes.leafOf(txIndex)?.effect),
    );
  });
});

describe('traces', () => {
  test('have reads where their gas is, and bounds that wait there', async () => {
    const scenario = metered(await scriptedScenario([COUNT, COUNT, LOOK], STATE));
    const stage = await Stage.open(scenario, { lanes: 1, fibres: 0, defect: null });
    const made = await trueIncarnations(stage);
    expect(made.map(({ gas }) => gas)).toEqual([100, 100, 100]);
    const prices = new Prices(
      WARM_COSTS,
      made.map(({ gas }) => ({ kind: 'transfer' as const, gas })),
    );
    const traces = tracesOf(made, prices);
    expect(traces[0]?.reads).toMatchObject([{ bodyBefore: 12_500, duration: 1_000 }]);
    expect(criticalPaths(traces, scenario.base)).toEqual({
      // Half the body, the read, the other half, publishing; then half a body and publishing.
      byOperation: 26_400 + 12_900,
      byTransaction: 2 * 26_400,
      longest: 26_400,
      dependencies: 1,
    });
  });
});
