/**
 * Engines that are broken on purpose, by the names that `power` has for them.
 *
 * Owns the copy of the compiled engine that such an engine is made of, for as long as it is used.
 */
import type { Engine } from '#engine/api/index.js';
import { openBuild } from '#properties/power/builds.js';
import { SUSPECTS } from '#properties/power/suspects.js';
import { Workshop } from '#properties/saboteurs/workshop.js';
import { closest } from '../input/closest.ts';
import { printable } from '../input/printable.ts';
import { ArgumentError } from './argumentError.ts';

/** Makes the broken engine, as often as it is asked for. Throws `ArgumentError`. */
export async function withSuspect(
  id: string,
  use: (open: () => Promise<Engine>) => Promise<void>,
): Promise<void> {
  const suspect = SUSPECTS.find((one) => one.id === id);
  if (suspect === undefined) {
    const near = closest(
      id,
      SUSPECTS.map((one) => one.id),
    );
    throw new ArgumentError({
      flag: '--suspect',
      problem: `there is no broken engine named "${printable(id)}"`,
      remedy: near === null ? 'lockstep power lists them' : `did you mean ${near}?`,
    });
  }
  const workshop = await Workshop.open();
  try {
    const folder = await workshop.copy(suspect);
    await use(async () => await openBuild(folder, suspect));
  } finally {
    await workshop.close();
  }
}
