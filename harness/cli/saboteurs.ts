/**
 * Which engine can be broken in which way.
 *
 * Owns the refusal of a defect that an engine does not have: it would be certified although it was
 * to be broken.
 */
import {
  type Defect,
  DEFECTS_AT_PUBLISH,
  DEFECTS_WITHOUT_ESTIMATES,
} from '#engine/primitives/defects.js';
import { ArgumentError } from './argumentError.ts';

/** Of engines that do not have them all. */
const KNOWN: readonly (readonly [string, readonly Defect[]])[] = [
  ['v1', DEFECTS_WITHOUT_ESTIMATES],
  ['v2', DEFECTS_AT_PUBLISH],
];

/** Throws `ArgumentError` where one of the engines does not have the defect. */
export function refuseForeignDefect(names: readonly string[], saboteur: Defect | undefined): void {
  if (saboteur === undefined) return;
  for (const [name, known] of KNOWN) {
    if (!names.includes(name) || known.includes(saboteur)) continue;
    throw new ArgumentError({
      flag: '--saboteur',
      problem: `${name} cannot be broken by ${saboteur}`,
      remedy: `break it by ${known.join(', ')}`,
    });
  }
}
