/**
 * `lockstep serve`.
 *
 * Owns the streams: stdout belongs to the protocol, and nobody else writes there.
 */
import { serve } from '../../serve/serve.ts';
import { judgedSettingsOf } from '../engineSettings.ts';
import { EXIT_OK } from '../exitCodes.ts';
import type { ServeFlags } from '../flags.ts';
import { openFleet } from '../laneFleet.ts';
import type { Surroundings } from '../session.ts';

/** Serves the engine until the other side is done. Resolves with the exit code. */
export async function serveCommand(
  { stdout, signal }: Surroundings,
  name: string,
  flags: ServeFlags,
): Promise<number> {
  const settings = judgedSettingsOf(flags, flags.seed ?? 0);
  await serve({
    open: async () => await openFleet(name, settings),
    input: process.stdin,
    output: stdout,
    signal,
  });
  return EXIT_OK;
}
