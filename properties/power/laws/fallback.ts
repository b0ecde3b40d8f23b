/**
 * Law: a lane that dies, in whichever step, loses nothing: the block ends in serial execution, with
 * the same result, and what comes after it is not disturbed.
 *
 * Threads that end inside a step are real ones. Where the block is over before the step there was
 * no death, and nothing was looked at.
 */
import type { Engine } from '#engine/api/index.js';
import type { LaneDeath } from '#engine/lanes/threads/laneDeath.js';
import { isHinted } from '../builds.ts';
import type { Scene } from '../scene.ts';
import { compared, type Law, VACUOUS } from './law.ts';

const INPUTS: readonly LaneDeath['input'][] = [
  'finished',
  'read-account',
  'read-slot',
  'go',
  'prepared',
];
const AFTER_END = 4;
const LANES = 2;
const FIBRES = 4;

/** The way out of the parallel path. */
export const fallback: Law = {
  name: 'fallback',
  why: 'a lane that dies in a step loses nothing',
  every: 24,
  concerns: (build) => build !== 'serial' && build !== 'v1-disk',
  isOfBlock: true,
  examine: async (scene) => {
    const engine = await doomed(scene);
    try {
      const expected = await scene.truth();
      const actual = await scene.on(engine);
      const verdict = compared({ expected, actual, said: 'after a lane died, ' });
      if (verdict.kind === 'broken') return verdict;
      return actual.stats.fallbacks === 0 ? VACUOUS : verdict;
    } finally {
      await engine.close?.();
    }
  },
};

async function doomed(scene: Scene): Promise<Engine> {
  const { ParallelEngine, SimulatedRuntime, ThreadRuntime } = await scene.accused.theatre();
  const { charge, scheduler } = scene.accused;
  const death: LaneDeath = {
    lane: scene.draw('lane', LANES),
    input: INPUTS[scene.draw('input', INPUTS.length)] ?? 'finished',
    after: scene.draw('after', AFTER_END),
  };
  return new ParallelEngine({
    name: charge.build,
    scheduler,
    hints: isHinted(charge.build) ? 'none' : null,
    lanes: LANES,
    fibres: scheduler === 'asynchronous' ? FIBRES : 0,
    defect: charge.defect,
    runtime: new ThreadRuntime(LANES, death),
    simulation: new SimulatedRuntime(LANES),
    seed: null,
    minParallel: 0,
    store: null,
  });
}
