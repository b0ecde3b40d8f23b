/**
 * Laws of steps: what is final is true and stays so; and lanes come to an end in bounded work.
 *
 * Every step of a few schedules is checked in the accused's own simulation: the prefix of final
 * transactions only grows, each of them did what it does in order and relies on what holds, memory
 * and scheduler fit together, no transaction is executed more often than the engine says it can be.
 */
import type { FailureKind } from '#engine/simulation/failure.js';
import { isScheduled } from '../builds.ts';
import type { Scene } from '../scene.ts';
import { broken, HELD, type Law, VACUOUS, type Verdict } from './law.ts';

const FINALITY: readonly FailureKind[] = ['invariant', 'effect', 'stale-read', 'crash'];

/** Final is final. */
export const finality: Law = {
  name: 'finality',
  why: 'what is final is true, in order, and stays so',
  every: 3,
  concerns: isScheduled,
  isOfBlock: true,
  examine: (scene) => stepwise(scene, (kind) => FINALITY.includes(kind)),
};

/** Nobody works in vain for ever. */
export const progress: Law = {
  name: 'progress',
  why: 'lanes come to an end, in no more executions than the engine says, without a fallback',
  every: 3,
  concerns: isScheduled,
  isOfBlock: true,
  examine: async (scene) => {
    const verdict = await stepwise(scene, (kind) => !FINALITY.includes(kind));
    if (verdict.kind === 'broken') return verdict;
    for (const schedule of scene.schedules) {
      const { fallbacks, path } = (await scene.run(schedule)).stats;
      if (fallbacks > 0 && path.kind === 'serial') return broken(path.reason, schedule);
    }
    return verdict;
  },
};

async function stepwise(scene: Scene, isMeant: (kind: FailureKind) => boolean): Promise<Verdict> {
  if (scene.block.transactions.length === 0) return VACUOUS;
  const failure = await scene.failure();
  if (failure === null || !isMeant(failure.kind)) return HELD;
  return broken(`${failure.kind}: ${failure.message} (${failure.picker}:${failure.seed})`);
}
