/**
 * `replay` from code.
 *
 * Owns nothing but the way from a token to an outcome.
 */
import { SECONDS_PER_BLOCK_MAX } from '../certify/watch.ts';
import { withEngine } from '../cli/openEngines.ts';
import { readReplayToken } from '../cli/replayToken.ts';
import { replay, type ReplayOutcome } from '../replay/replay.ts';

export type { ReplayOutcome };

/**
 * Repeats the run that a finding's token recorded, step by step, in simulation, and compares it
 * with serial truth. Throws an `ArgumentError` for a token that this version cannot follow.
 */
export async function replayFinding(
  token: string,
  { secondsPerBlockMax: secondsMax = SECONDS_PER_BLOCK_MAX, signal }: ReplayFindingOptions = {},
): Promise<ReplayOutcome> {
  const { record, settings } = readReplayToken(token);
  return await withEngine({ name: record.engine, settings }, (engine) =>
    withEngine({ name: 'oracle' }, (judge) =>
      replay(record, { engine, judge, watch: { secondsMax, signal } }),
    ),
  );
}

/** How long, and until when. */
export interface ReplayFindingOptions {
  /** Longest wait for the block, in seconds. Default 60. */
  readonly secondsPerBlockMax?: number;
  readonly signal?: AbortSignal;
}
