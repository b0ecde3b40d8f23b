/**
 * `lockstep serve`.
 *
 * Owns the streams: stdout belongs to the protocol, and nobody else writes there. Serves engines of
 * ours, or one that is broken on purpose.
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
  const streams = { input: process.stdin, output: stdout, signal };
  if (flags.suspect === undefined) {
    const settings = judgedSettingsOf(name, flags, flags.seed ?? 0);
    await serve({ ...streams, open: async () => await openFleet(name, settings) });
  } else {
    // The catalogue brings its own machinery, which no honest engine has to wait for.
    const { withSuspect } = await import('../suspects.ts');
    await withSuspect(flags.suspect, async (open) => {
      await serve({ ...streams, open });
    });
  }
  return EXIT_OK;
}
