/**
 * Engines that are broken on purpose, by the names that `power` has for them.
 *
 * Owns the copy of the compiled engine that such an engine is made of, for as long as it is used.
 */
import type { Engine } from '#engine/api/index.js';
import { openBuild } from '#properties/power/builds.js';
import { type Suspect, SUSPECTS } from '#properties/power/suspects.js';
import { Workshop } from '#properties/saboteurs/workshop.js';
import { closest } from '../input/closest.ts';
import { printable } from '../input/printable.ts';
import { ArgumentError } from './argumentError.ts';

/** The broken engine of that name. Throws `ArgumentError`, which names the flag. */
export function suspectNamed(id: string, flag: string): Suspect {
  const suspect = SUSPECTS.find((one) => one.id === id);
  if (suspect !== undefined) return suspect;
  const ids = SUSPECTS.map((one) => one.id);
  const near = closest(id, ids);
  throw new ArgumentError({
    flag,
    problem: `no broken engine is called ${printable(id)}`,
    remedy: near === null ? `known are ${ids.join(', ')}` : `did you mean ${near}?`,
  });
}

/** Makes the broken engine, as often as it is asked for. Throws `ArgumentError`. */
export async function withSuspect(
  id: string,
  use: (open: () => Promise<Engine>) => Promise<void>,
): Promise<void> {
  const suspect = suspectNamed(id, '--suspect');
  const workshop = await Workshop.open();
  try {
    const folder = await workshop.copy(suspect);
    await use(async () => await openBuild(folder, suspect));
  } finally {
    await workshop.close();
  }
}
