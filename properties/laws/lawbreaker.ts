/**
 * Engines that break a law on purpose, to show that the law can be broken.
 *
 * Owns the wrapping of `serial`. What exactly is wrong, each law's own test says in one line; an
 * engine that is wrong in the executor is a saboteur and lives next door.
 */
import type { AcceptedBlock, Alloc, Block, Engine, ExecuteOptions } from '#engine/api/index.js';
import { createSerialEngine } from '#engine/index.js';

/** What a lawbreaker may look at. */
export interface Call {
  readonly block: Block;
  readonly preState: Alloc;
  readonly options: ExecuteOptions;
  /** How many calls this instance had before. */
  readonly callsBefore: number;
}

/** Makes engines that execute honestly and then alter every accepted result. */
export function lawbreaker(
  alter: (result: AcceptedBlock, call: Call) => AcceptedBlock,
): () => Engine {
  return () => {
    const honest = createSerialEngine();
    let callsBefore = 0;
    return {
      info: { ...honest.info, name: 'lawbreaker' },
      async execute(block, preState, options = {}) {
        const call: Call = { block, preState, options, callsBefore };
        callsBefore += 1;
        const result = await honest.execute(block, preState, options);
        return result.status === 'accepted' ? alter(result, call) : result;
      },
    };
  };
}
