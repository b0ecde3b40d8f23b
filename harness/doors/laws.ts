/**
 * Laws that hold of any engine, without a truth to compare with.
 *
 * Owns how the metamorphic relations are put to an engine from outside; what they say is theirs.
 */
import type { Engine } from '#engine/api/index.js';
import type { Finding as Outcome, Relation, Subject } from '#properties/relations/relation.js';
import { RELATIONS } from '#properties/relations/index.js';

export type { Outcome, Relation, Subject };
export { RELATIONS };

/** What a relation says of one engine and one block. */
export interface Examined {
  readonly name: string;
  readonly why: string;
  /** `vacuous` where the block is none that can be changed so. */
  readonly outcome: Outcome;
}

/**
 * Puts every relation to an engine: cutting the block, reordering what does not conflict, leaving
 * out what is invalid, adding a stranger. `seed` decides what is chosen. Rejects as the engine
 * does.
 */
export async function checkRelations(
  engine: Engine,
  subject: Subject,
  seed = 0,
): Promise<readonly Examined[]> {
  const examined: Examined[] = [];
  for (const { name, why, examine } of RELATIONS) {
    const outcome = await examine(
      async (block, preState, options) => await engine.execute(block, preState, options),
      subject,
      seed,
    );
    examined.push({ name, why, outcome });
  }
  return examined;
}
