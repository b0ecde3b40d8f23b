/**
 * Law: the same block under the same schedule is the same run.
 *
 * The engine has seen other blocks in between, so that what it keeps from one to the next is seen.
 * On threads the steps may be others; the result may not.
 */
import { broken, compared, type Law } from './law.ts';

/** The same again. */
export const repetition: Law = {
  name: 'repetition',
  why: 'a block executed again is the same run, step by step',
  every: 4,
  concerns: () => true,
  isOfBlock: true,
  examine: async (scene) => {
    const [schedule = null] = scene.schedules;
    const expected = await scene.run(schedule);
    const actual = await scene.on(scene.accused.engine, schedule);
    const [before, after] = [expected.stats.traceDigest, actual.stats.traceDigest];
    const words = { said: 'executed again, ', against: 'the first time' };
    const verdict = compared({ expected, actual, schedule, ...words });
    if (verdict.kind === 'broken' || schedule === null || before === after) return verdict;
    return broken('executed again, lanes make other steps', schedule);
  },
};
