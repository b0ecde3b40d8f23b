/**
 * What a saboteur of the parallel parts is.
 *
 * Owns the type: edits, what goes wrong, and on which engines. A part that several engines share is
 * broken in each of them: what one scheduler hides another shows.
 */
import type { Fork } from '#engine/api/index.js';
import type { Sabotage } from '../saboteur.ts';

/** Engines and how they are set up, as `power/builds.ts` names them. */
export type ParallelBuild =
  'block-stm' | 'block-stm-suspending' | 'v1' | 'v1-hinted' | 'v1-disk' | 'v2' | 'v2-hinted';

/** One defect of memory, facts, stores, plans, lanes or a way to schedule. */
export interface ParallelSaboteur extends Sabotage {
  /** What goes wrong, in one sentence. */
  readonly why: string;
  /** Engines it exists for. */
  readonly builds: readonly ParallelBuild[];
  /** Forks under which it shows; default those of three ages. */
  readonly forks?: readonly Fork[];
  /** `slow`: results are right, and cost more than they have to. Default `wrong`. */
  readonly kind?: 'wrong' | 'slow';
  /** Why nobody can tell it from the honest engine, where that is so. */
  readonly equivalent?: string;
}

/** Engines that share the memory. */
export const ALL: readonly ParallelBuild[] = ['block-stm', 'v1', 'v2'];
/** Before EIP-6780, where accounts end and begin again. */
export const OLD_FORKS: readonly Fork[] = ['London'];
