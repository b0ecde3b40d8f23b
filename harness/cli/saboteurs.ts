/**
 * Which engine can be broken in which way.
 *
 * Owns the refusal of a defect that an engine does not have: it would be certified although it was
 * to be broken.
 */
import { type Defect, DEFECTS_WITHOUT_ESTIMATES } from '#engine/primitives/defects.js';
import { ArgumentError } from './argumentError.ts';

/** Throws `ArgumentError` where one of the engines does not have the defect. */
export function refuseForeignDefect(names: readonly string[], saboteur: Defect | undefined): void {
  if (saboteur === undefined || DEFECTS_WITHOUT_ESTIMATES.includes(saboteur)) return;
  if (!names.includes('v1')) return;
  throw new ArgumentError({
    flag: '--saboteur',
    problem: `v1 has no estimates and no ${saboteur}`,
    remedy: `break it by ${DEFECTS_WITHOUT_ESTIMATES.join(', ')}`,
  });
}
