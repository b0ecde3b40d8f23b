/**
 * What can be asked of `lockstep hints`.
 *
 * Owns the lists alone, so that the command line can name workloads and sources without loading
 * their builders.
 */
import { ASKED_SOURCES, type AskedSource } from '#engine/hints/hint.js';
import { WORKLOAD_NAMES, type WorkloadName } from '#generators/workloads/names.js';

/** A workload, or all. */
export type HintWorkloadChoice = WorkloadName | 'all';

/** Words for workloads. */
export const HINT_WORKLOAD_CHOICES: readonly HintWorkloadChoice[] = [...WORKLOAD_NAMES, 'all'];

/**
 * A source, each together with the envelope; the envelope alone; or all that predict, which leaves
 * out the list that comes with a block.
 */
export type HintSourceChoice = AskedSource | 'envelope' | 'all';

/** Words for sources. */
export const HINT_SOURCE_CHOICES: readonly HintSourceChoice[] = [
  'envelope',
  ...ASKED_SOURCES,
  'all',
];

/** The sources that a word means. */
export function sourcesOf(choice: HintSourceChoice): readonly AskedSource[] {
  switch (choice) {
    case 'envelope':
      return [];
    case 'all':
      return ASKED_SOURCES.filter((source) => source !== 'bal');
    default:
      return [choice];
  }
}
