import { expect, test } from 'vitest';
import type { Engine } from '#engine/api/index.js';
import { planOf, seededSchedule, SCHEDULES_DEFAULT } from '#harness/certify/schedulePlan.js';

function engineWith(schedules: boolean, lanes: boolean = false): Engine {
  return {
    info: {
      name: 'any',
      version: '1',
      capabilities: { forks: [], policies: [], parallel: true, accesses: false, schedules, lanes },
    },
    execute: () => Promise.reject(new Error('not asked')),
  };
}

const PAIR = { key: ['case', 'Osaka', 0], txCount: 2 };
const SINGLE = { ...PAIR, txCount: 1 };

test('seeds do not collide where words and numbers meet', () => {
  const parts = [
    [1, 'a', 'b', 1, 1],
    [1, 'ab', '', 1, 1],
    [1, 'a', 'b', 11],
    [11, 'a', 'b', 1],
    [1, 'a', 'b1', 1],
    [1, 'a,b', 1, 1],
    [1, 'a', 'b', '1', 1],
    [1, 'a', 'b', 1, 2],
  ];
  expect(new Set(parts.map(seededSchedule)).size).toBe(parts.length);
  expect(seededSchedule([1, 'a'])).toBe(seededSchedule([1, 'a']));
});

test('a seeded schedule has the spelling that engines read', () => {
  for (let k = 0; k < 100; k += 1) expect(seededSchedule([k])).toMatch(/^[a-z0-9]+:\d{1,20}$/);
});

test('by default a block runs as configured, and larger ones under seeded schedules too', () => {
  const plan = planOf(engineWith(true), 7, SCHEDULES_DEFAULT);
  expect(plan(SINGLE)).toEqual([{}]);
  expect(plan(PAIR)).toHaveLength(4);
  expect(plan(PAIR)[0]).toEqual({});
  expect(new Set(plan(PAIR).map(({ schedule }) => schedule)).size).toBe(4);
  expect(plan({ ...PAIR, key: ['case', 'Osaka', 1] })[1]).not.toEqual(plan(PAIR)[1]);
});

test('in simulation every run has a schedule, and one transaction needs one', () => {
  const plan = planOf(engineWith(true), 7, { asConfigured: false, seeded: 5 });
  expect(plan(PAIR)).toHaveLength(5);
  expect(plan(PAIR).every(({ schedule }) => schedule !== undefined)).toBe(true);
  expect(plan(SINGLE)).toHaveLength(1);
  expect(plan(SINGLE)[0]?.schedule).toBeDefined();
});

test('an engine that takes no schedules runs once', () => {
  expect(planOf(engineWith(false), 7, SCHEDULES_DEFAULT)(PAIR)).toEqual([{}]);
});

test('an engine that takes lanes runs on some of them, each number in its turn', () => {
  const engine = engineWith(false, true);
  const plan = planOf(engine, 7, SCHEDULES_DEFAULT);
  const keys = Array.from({ length: 40 }, (_, k) => ({ ...PAIR, key: ['case', k] }));
  expect(plan(SINGLE)).toEqual([{}]);
  expect(keys.map((site) => plan(site).length)).toEqual(keys.map(() => 2));
  expect(new Set(keys.map((site) => plan(site)[1]?.lanes))).toEqual(new Set([1, 2, 3, 8]));
  const all = planOf(engine, 7, { asConfigured: true, seeded: 0, onLanes: 4 })(PAIR);
  expect(new Set(all.map(({ lanes = 0 }) => lanes))).toEqual(new Set([0, 1, 2, 3, 8]));
});
