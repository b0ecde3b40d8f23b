/**
 * Law: how the work is shared out changes nothing: schedule, number of lanes, hints.
 *
 * An engine is held against itself, without any truth from outside.
 */
import type { HintChoice } from '#engine/api/index.js';
import type { Change } from '../accused.ts';
import { isHinted } from '../builds.ts';
import type { Scene } from '../scene.ts';
import { compared, HELD, type Law } from './law.ts';

const LANES: readonly number[] = [1, 2, 8];
const HINTS: readonly HintChoice[] = ['hostile', 'exact', 'none', 'all'];

/** The engine beside itself. */
export const independence: Law = {
  name: 'independence',
  why: 'schedule, lanes and hints change no result',
  every: 2,
  concerns: (build) => build !== 'serial',
  isOfBlock: true,
  examine: async (scene) => {
    const [first = null, ...others] = scene.schedules;
    const expected = await scene.run(first);
    for (const schedule of others) {
      const actual = await scene.run(schedule);
      const words = { said: 'under another schedule ', against: 'under the first' };
      const verdict = compared({ expected, actual, schedule, ...words });
      if (verdict.kind === 'broken') return verdict;
    }
    if (scene.draw('sibling', 4) > 0) return HELD;
    const change = changeFor(scene);
    const actual = await scene.on(await scene.accused.sibling(change), first);
    const words = { said: `with ${JSON.stringify(change)} `, against: 'without' };
    return compared({ expected, actual, schedule: first, ...words });
  },
};

function changeFor(scene: Scene): Change {
  const lanes = LANES[scene.draw('lanes', LANES.length)] ?? 1;
  if (!isHinted(scene.accused.charge.build)) return { lanes };
  return { lanes, hints: HINTS[scene.draw('hints', HINTS.length)] ?? 'none' };
}
