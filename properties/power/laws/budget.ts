/**
 * Laws of work: blocks take no more executions than they have to, each and all together.
 *
 * What is only slow gives no wrong result. The honest engine of the same set-up, under the same
 * schedule, says how many executions a block takes. For one block half as many more, and a few, are
 * within the budget, since one step more may shift all others; over many blocks that evens out.
 */
import type { Schedule } from '#engine/api/index.js';
import { isScheduled } from '../builds.ts';
import type { Accused } from '../accused.ts';
import type { Scene } from '../scene.ts';
import { broken, HELD, type Law } from './law.ts';

const OF_ONE = { share: 0.5, few: 3 };
const OF_ALL = { share: 0.04, few: 8 };

/** Executions of a block against those of the honest engine. */
export const budget: Law = {
  name: 'budget',
  why: 'a block takes little more executions than the honest engine needs',
  every: 2,
  concerns: isScheduled,
  isOfBlock: true,
  examine: async (scene) => {
    for (const { schedule, taken, needed } of await countsOf(scene)) {
      if (taken > needed + needed * OF_ONE.share + OF_ONE.few) {
        return broken(`${taken} executions where ${needed} are enough`, schedule);
      }
    }
    return HELD;
  },
};

const sums = new WeakMap<Accused, { taken: number; needed: number }>();

/** Executions of all blocks so far. What breaks it is no block by itself. */
export const thrift: Law = {
  name: 'thrift',
  why: 'many blocks take little more executions than the honest engine needs',
  every: 2,
  concerns: isScheduled,
  isOfBlock: false,
  examine: async (scene) => {
    const sum = sums.get(scene.accused) ?? { taken: 0, needed: 0 };
    sums.set(scene.accused, sum);
    for (const { taken, needed } of await countsOf(scene)) {
      sum.taken += taken;
      sum.needed += needed;
    }
    if (sum.taken <= sum.needed + sum.needed * OF_ALL.share + OF_ALL.few) return HELD;
    return broken(`${sum.taken} executions so far where ${sum.needed} are enough`);
  },
};

interface Count {
  readonly schedule: Schedule | null;
  readonly taken: number;
  readonly needed: number;
}

async function countsOf(scene: Scene): Promise<readonly Count[]> {
  const counts: Count[] = [];
  for (const schedule of scene.schedules) {
    const { executions: taken } = (await scene.run(schedule)).stats;
    const { executions: needed } = (await scene.honestRun(schedule)).stats;
    counts.push({ schedule, taken, needed });
  }
  return counts;
}
