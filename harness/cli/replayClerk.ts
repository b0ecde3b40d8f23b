/**
 * The clerk of a command: who writes replay tokens for an engine that was opened by name.
 *
 * Owns which settings go into a token. Where lanes run does not: a replay is always simulated. For
 * engines that `replay` does not open, which are those that are not ours, there are no tokens.
 */
import type { Engine } from '#engine/api/index.js';
import type { Watch } from '../certify/watch.ts';
import { createReplayClerk, type ReplayClerk } from '../replay/clerk.ts';
import { hasLanes } from './engineSettings.ts';
import type { EngineOrder } from './openEngines.ts';
import { packageVersion } from './packageVersion.ts';

/** Findings then keep the command that shows their case again. */
const NO_TOKENS: ReplayClerk = {
  write: async () => ({ kind: 'none', why: '' }),
  writeFirst: async () => ({ kind: 'none', why: '' }),
};

/** A clerk for the engine that the order opened. */
export function clerkFor(
  engine: Engine,
  { name, settings }: EngineOrder,
  watch: Watch,
): ReplayClerk {
  if (!hasLanes(name)) return NO_TOKENS;
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
