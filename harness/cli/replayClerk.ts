/**
 * The clerk of a command: who writes replay tokens for an engine that was opened by name.
 *
 * Owns which settings go into a token. Where lanes run does not: a replay is always simulated.
 */
import type { Engine } from '#engine/api/index.js';
import type { Watch } from '../certify/watch.ts';
import { createReplayClerk, type ReplayClerk } from '../replay/clerk.ts';
import type { EngineOrder } from './openEngines.ts';
import { packageVersion } from './packageVersion.ts';

/** A clerk for the engine that the order opened. */
export function clerkFor(
  engine: Engine,
  { name, settings }: EngineOrder,
  watch: Watch,
): ReplayClerk {
  const { minParallel, onEstimate, hints, saboteur } = settings ?? {};
  return createReplayClerk({
    engine,
    engineName: name,
    settings: {
      ...(minParallel !== undefined && { minParallel }),
      ...(onEstimate !== undefined && { onEstimate }),
      ...(hints !== undefined && { hints }),
      ...(saboteur !== undefined && { saboteur }),
    },
    watch,
    version: packageVersion(),
  });
}
