/**
 * Runs what a token recorded, again.
 *
 * Owns the question whether the run still differs from serial truth, and whether its result is the
 * one recorded. Does not read tokens and does not open engines.
 */
import type { Engine, ExecutionResult } from '#engine/api/index.js';
import { executeWatched, type Trial, type Watch } from '../certify/watch.ts';
import type { Verdict } from '../certify/verdict.ts';
import { compareResults, type Difference } from '../compare/index.ts';
import { corpusTrial, type FoundTrial } from './corpusTrial.ts';
import { resultDigest } from './digest.ts';
import type { ReplayRecord } from './record.ts';

/** Differences reported. */
const DIFFERENCES_MAX = 20;

/** Who runs and who judges. */
export interface ReplayParties {
  readonly engine: Engine;
  readonly judge: Engine;
  readonly watch: Watch;
}

/** What came of it. */
export interface ReplayOutcome {
  /** `fail`: it differs again; `pass`: it agrees now; `inconclusive`: it cannot be told. */
  readonly verdict: Extract<Verdict, 'pass' | 'fail' | 'inconclusive'>;
  readonly reason: string;
  /** Whether the result is the recorded one, byte for byte; `null` without a result. */
  readonly isRecorded: boolean | null;
  readonly compared: number;
  readonly differences: readonly Difference[];
  readonly result: ExecutionResult | null;
}

/** Repeats the run. Never rejects because of the engine. */
export async function replay(
  record: ReplayRecord,
  { engine, judge, watch }: ReplayParties,
): Promise<ReplayOutcome> {
  const found = await findTrial(record, judge, watch);
  if (found.kind === 'missing') return untold(found.reason);
  const { trial } = found;
  const truth = await executeWatched(judge, trial, watch);
  if (truth.kind !== 'result') return untold('the judge gave no result');
  const { schedule } = record;
  const answer = await executeWatched(engine, { ...trial, schedule }, watch);
  if (answer.kind === 'interrupted') return untold('the run was interrupted');
  if (answer.kind !== 'result') return untold(`the engine ${answer.reason}`);
  const { result } = answer;
  if (result.stats.path.kind !== 'parallel' || result.stats.schedule !== schedule) {
    return untold('the engine did not follow the recorded schedule');
  }
  const { compared, differences } = compareResults(truth.result, result, DIFFERENCES_MAX);
  const [first] = differences;
  return {
    verdict: first === undefined ? 'pass' : 'fail',
    reason: first?.words ?? 'the result agrees with serial truth now',
    isRecorded: resultDigest(result) === record.result,
    compared,
    differences,
    result,
  };
}

async function findTrial(
  { block, policy }: ReplayRecord,
  judge: Engine,
  watch: Watch,
): Promise<FoundTrial> {
  if (block.kind === 'corpus') return await corpusTrial(block, judge, watch);
  const trial: Trial = { block: block.block, preState: block.preState, policy };
  return { kind: 'found', trial };
}

function untold(reason: string): ReplayOutcome {
  const nothing = { isRecorded: null, compared: 0, differences: [], result: null };
  return { verdict: 'inconclusive', reason, ...nothing };
}
