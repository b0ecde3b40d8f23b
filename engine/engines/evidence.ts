/**
 * What an engine tells of its way to schedule, beside counts.
 *
 * Owns the step from what a scheduler has noted to what stats say of it.
 */
import type { Stats } from '../api/index.ts';
import type { LaneBlock } from '../lanes/laneBlock.ts';

/** Evidence of one way to schedule only. */
export type Evidence = Pick<
  Stats,
  'finalAfterRounds' | 'holdingAfterRounds' | 'loadsPerRound' | 'blocks' | 'repartitions'
>;

/** Evidence of a block that is over; the loads of its last round end with the block. */
export function evidenceOf({ scheduler, memory }: LaneBlock): Evidence {
  const { loadsBeforeRounds, ...others } = scheduler.evidence;
  if (loadsBeforeRounds === undefined) {
    return others;
  }
  const ends = [...loadsBeforeRounds.slice(1), memory.loads];
  const loadsPerRound = ends.map((end, round) => end - (loadsBeforeRounds[round] ?? 0));
  return { ...others, loadsPerRound };
}
