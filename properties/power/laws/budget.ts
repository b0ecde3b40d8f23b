/**
 * Law: a block takes no more executions than it has to.
 *
 * What is only slow gives no wrong result. The honest engine of the same set-up, under the same
 * schedule, says how many executions a block takes; half as many more, and one, are within the
 * budget, since one step more may shift all others. Over many blocks that evens out: `thrift`.
 */
import { isScheduled } from '../builds.ts';
import { broken, HELD, type Law } from './law.ts';

const SHARE_MORE = 0.5;
const FEW = 1;

/** Executions of a block against those of the honest engine. */
export const budget: Law = {
  name: 'budget',
  why: 'a block takes little more executions than the honest engine needs',
  every: 1,
  concerns: isScheduled,
  isOfBlock: true,
  examine: async (scene) => {
    const [schedule = null] = scene.schedules;
    const { executions: taken } = (await scene.run(schedule)).stats;
    const { executions: needed } = (await scene.honestRun(schedule)).stats;
    if (taken <= needed + needed * SHARE_MORE + FEW) return HELD;
    return broken(`${taken} executions where ${needed} are enough`, schedule);
  },
};
