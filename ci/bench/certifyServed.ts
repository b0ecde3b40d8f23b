/**
 * An engine that is broken on purpose, served on stdin and stdout:
 * `node certifyServed.js <id> <how it is asked>`.
 *
 * Owns that it is a process of its own, so that one that hangs can be ended.
 */
import { serve } from '#harness/serve/serve.js';
import { openBuild } from '#properties/power/builds.js';
import { suspectNamed } from '#properties/power/suspects.js';
import { Workshop } from '#properties/saboteurs/workshop.js';

const [, , id = '', askedBy = ''] = process.argv;
const suspect = suspectNamed(id);
const hints = suspect.build === 'v2-hinted' ? 'all' : 'none';
const onThreads = askedBy === 'threads' ? ({ build: 'v2-threads', hints } as const) : {};
const workshop = await Workshop.open();
try {
  const folder = await workshop.copy(suspect);
  await serve({
    open: async () => await openBuild(folder, { ...suspect, ...onThreads }),
    input: process.stdin,
    output: process.stdout,
  });
} finally {
  await workshop.close();
}
process.exit(0);
