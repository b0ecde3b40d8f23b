/**
 * Where the official tests are.
 *
 * Owns the order of places: the flag, then the environment variable LOCKSTEP_FIXTURES. Does not
 * look into the folder.
 */
import { ArgumentError } from './argumentError.ts';

/** The folder of official tests, or `null` when none is named. */
export function fixturesFolder(flag: string | undefined): string | null {
  const named = flag ?? process.env['LOCKSTEP_FIXTURES'];
  return named === undefined || named === '' ? null : named;
}

/** The folder of official tests. Throws `ArgumentError` when none is named. */
export function requiredFixturesFolder(flag: string | undefined): string {
  const folder = fixturesFolder(flag);
  if (folder !== null) return folder;
  throw new ArgumentError({
    flag: '--fixtures',
    problem: 'no folder of official tests is named',
    remedy: 'give a folder that holds blockchain tests, or set LOCKSTEP_FIXTURES',
  });
}
