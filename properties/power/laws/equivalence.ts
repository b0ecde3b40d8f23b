/**
 * Law: whatever the schedule, an engine says what serial execution says.
 *
 * The truth is of the honest engine; an engine that is wrong in order is wrong, too.
 */
import { compared, HELD, type Law } from './law.ts';

/** What all else rests on. */
export const equivalence: Law = {
  name: 'equivalence',
  why: 'the result is that of serial execution',
  every: 1,
  concerns: () => true,
  isOfBlock: true,
  examine: async (scene) => {
    const expected = await scene.truth();
    for (const schedule of scene.schedules) {
      const actual = await scene.run(schedule);
      const verdict = compared({ expected, actual, schedule });
      if (verdict.kind === 'broken') return verdict;
    }
    return HELD;
  },
};
