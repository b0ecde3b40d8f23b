/**
 * Law: a block takes no more executions than it has to.
 *
 * What is only slow gives no wrong result. The honest engine of the same set-up, under the same
 * schedule, says how many executions a block takes; half as many more, and a few, are within the
 * budget, since one step more may shift all others.
 */
import { isScheduled } from '../builds.ts';
import { broken, HELD, type Law } from './law.ts';

const SHARE_MORE = 0.5;
const FEW = 3;

/** Executions against those of the honest engine. */
export const budget: Law = {
  name: 'budget',
  why: 'a block takes little more executions than the honest engine needs',
  every: 2,
  concerns: isScheduled,
  isOfBlock: true,
  examine: async (scene) => {
    const honest = await scene.accused.honest();
    for (const schedule of scene.schedules) {
      const { executions } = (await scene.run(schedule)).stats;
      const needed = (await scene.on(honest, schedule)).stats.executions;
      if (executions > needed + needed * SHARE_MORE + FEW) {
        return broken(`${executions} executions where ${needed} are enough`, schedule);
      }
    }
    return HELD;
  },
};
