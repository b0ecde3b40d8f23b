/**
 * Laws: metamorphic relations.
 *
 * An engine is held to what it says itself of a block that was changed; no truth is asked for.
 */
import { RELATIONS } from '../../relations/index.ts';
import type { Ask, Relation } from '../../relations/relation.ts';
import type { Scene } from '../scene.ts';
import { broken, type Law } from './law.ts';

/** They execute a block two or three times, and are put to few; `skipping` finds little to skip. */
const EVERY = 12;
const EVERY_SKIPPING = 3;

/** One law for each relation. */
export const RELATION_LAWS: readonly Law[] = RELATIONS.map(lawOf);

function lawOf({ name, why, examine }: Relation): Law {
  return {
    name,
    why,
    every: name === 'skipping' ? EVERY_SKIPPING : EVERY,
    concerns: () => true,
    isOfBlock: true,
    examine: async (scene) => {
      const finding = await examine(askerOf(scene), scene.material, scene.number);
      return finding.kind === 'broken' ? broken(finding.words) : finding;
    },
  };
}

/** Each time under another schedule: what is right is so under all. */
function askerOf({ accused, schedules }: Scene): Ask {
  let asked = 0;
  return (block, preState, options = {}) => {
    const schedule = schedules[asked++ % schedules.length] ?? null;
    const how = schedule === null ? options : { ...options, schedule };
    return accused.engine.execute(block, preState, how);
  };
}
