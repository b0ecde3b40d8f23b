/**
 * Schedules in the court: each is executed, compared, counted and named.
 */
import { describe, expect, test } from 'vitest';
import type { Engine, ExecuteOptions, ExecutionResult } from '#engine/api/index.js';
import { corpus } from '#fixtures/corpus/index.js';
import { createOracle } from '#harness/adapters/oracle/index.js';
import { certify } from '#harness/certify/certify.js';
import type { CertifyOptions } from '#harness/certify/certifyOptions.js';

const oracle = createOracle();
const counter = corpus('Cancun').filter(({ id }) => id === 'hot-spots/counter');

const OPTIONS = {
  judges: [{ name: 'oracle', level: 1, engine: oracle }],
  claim: 'equivalence',
  forks: ['Cancun'],
  cases: () => counter.map((judged) => ({ id: judged.id, build: () => judged })),
  seed: 7,
} as const satisfies CertifyOptions;

/** The oracle as an engine that takes schedules; `change` sees what was asked for. */
function scheduledOracle(
  asked: (string | undefined)[],
  change: (result: ExecutionResult, options: ExecuteOptions) => ExecutionResult = (same) => same,
): Engine {
  const { info } = oracle;
  const capabilities = { ...info.capabilities, parallel: true, schedules: true };
  return {
    info: { ...info, name: 'scheduled', capabilities },
    execute: async (block, preState, options = {}) => {
      asked.push(options.schedule);
      return change(await oracle.execute(block, preState, options), options);
    },
  };
}

const spoiled = (result: ExecutionResult): ExecutionResult =>
  result.status === 'accepted' ? { ...result, gasUsed: '0x1' } : result;

test('each block runs as configured and under three seeded schedules', async () => {
  const asked: (string | undefined)[] = [];
  const certificate = await certify(scheduledOracle(asked), OPTIONS);
  expect(certificate).toMatchObject({ verdict: 'pass', blocks: 1, schedules: 3 });
  expect(asked[0]).toBeUndefined();
  expect(new Set(asked).size).toBe(4);
  const again: (string | undefined)[] = [];
  await certify(scheduledOracle(again), OPTIONS);
  expect(again).toEqual(asked);
  await certify(scheduledOracle(again), { ...OPTIONS, seed: 8 });
  expect(again.slice(5)).not.toEqual(asked.slice(1));
});

test('in simulation it runs under the schedules alone, each compared with the truth', async () => {
  const asked: (string | undefined)[] = [];
  const schedules = { asConfigured: false, seeded: 5 };
  const once = await certify(scheduledOracle([]), {
    ...OPTIONS,
    schedules: { ...schedules, seeded: 1 },
  });
  const certificate = await certify(scheduledOracle(asked), { ...OPTIONS, schedules });
  expect(certificate).toMatchObject({ verdict: 'pass', blocks: 1, schedules: 5 });
  expect(asked).toHaveLength(5);
  expect(asked).not.toContain(undefined);
  expect(certificate.compared).toBeGreaterThan(4 * once.compared);
});

describe('an engine that is wrong under one schedule', () => {
  test('fails, and the schedule is named', async () => {
    const asked: (string | undefined)[] = [];
    await certify(scheduledOracle(asked), OPTIONS);
    const [, , second] = asked;
    const wrong = scheduledOracle([], (result, { schedule }) =>
      schedule === second ? spoiled(result) : result,
    );
    const certificate = await certify(wrong, OPTIONS);
    expect(certificate).toMatchObject({ verdict: 'fail', divergences: 1 });
    expect(certificate.reason).toContain(`(under the schedule ${second ?? ''})`);
  });

  test('or crashes under it, and the schedule is named', async () => {
    const wrong = scheduledOracle([], (result, { schedule }) => {
      if (schedule !== undefined) throw new Error('no way');
      return result;
    });
    const certificate = await certify(wrong, OPTIONS);
    expect(certificate).toMatchObject({ verdict: 'crash' });
    expect(certificate.reason).toMatch(/failed: no way \(under the schedule [a-z0-9]+:\d+\)/);
  });
});
