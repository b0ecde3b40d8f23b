/**
 * Writes replay tokens for runs that differ from serial truth.
 *
 * Owns the promise behind a token: it is written only after the recorded schedule has shown the
 * same result again, byte for byte, in simulation. Everything else keeps its other replay command.
 */
import type { Engine, ExecutionResult } from '#engine/api/index.js';
import { lockstepLine } from '../certify/commandLine.ts';
import { executeWatched, type Trial, type Watch } from '../certify/watch.ts';
import { firstDifference } from '../compare/index.ts';
import { trialDigest } from './corpusTrial.ts';
import { resultDigest } from './digest.ts';
import { type RecordedBlock, type RecordedSettings, recordContent } from './record.ts';
import { encodeToken, TOKEN_CHARACTERS_MAX } from './token.ts';

/** Who ran, and how. */
export interface ClerkOptions {
  readonly engine: Engine;
  /** As the command line spells it. */
  readonly engineName: string;
  readonly settings: Omit<RecordedSettings, 'lanes'>;
  readonly watch: Watch;
  /** Of Lockstep. */
  readonly version: string;
}

/** A run that differs. */
export interface FailedRun {
  readonly trial: Trial;
  readonly result: ExecutionResult;
  /** Where the block stands in the built-in corpus; `null` for a block from elsewhere. */
  readonly corpus: Omit<Extract<RecordedBlock, { kind: 'corpus' }>, 'kind' | 'digest'> | null;
}

/** How a finding can be had again. */
export type Replay =
  | { readonly kind: 'token'; readonly line: string }
  /** `why` is a phrase for people; empty when a token was never to be expected. */
  | { readonly kind: 'none'; readonly why: string };

/** Writes tokens. */
export interface ReplayClerk {
  /** A token for a run that is known to differ. */
  write(failed: FailedRun): Promise<Replay>;
  /** A token for the first of several runs of a block that differs from what the judge says. */
  writeFirst(trial: Trial, results: readonly ExecutionResult[], judge: Engine): Promise<Replay>;
}

/** A clerk for one engine. */
export function createReplayClerk(options: ClerkOptions): ReplayClerk {
  const write = (failed: FailedRun): Promise<Replay> => writeToken(options, failed);
  return {
    write,
    writeFirst: async ({ schedule: _any, ...trial }, results, judge) => {
      const scheduled = results.filter(({ stats }) => stats.schedule !== undefined);
      if (scheduled.length === 0) return NEVER;
      const truth = await executeWatched(judge, trial, options.watch);
      if (truth.kind !== 'result') return NEVER;
      const wrong = scheduled.find((result) => firstDifference(truth.result, result) !== null);
      if (wrong === undefined) return none('the oracle says what the engine says');
      return await write({ trial, result: wrong, corpus: null });
    },
  };
}

const NEVER: Replay = { kind: 'none', why: '' };

async function writeToken(
  { engine, engineName, settings, watch, version }: ClerkOptions,
  { trial, result, corpus }: FailedRun,
): Promise<Replay> {
  const { schedule, lanes } = result.stats;
  if (schedule === undefined) return NEVER;
  const digest = resultDigest(result);
  const again = await executeWatched(engine, { ...trial, schedule }, watch);
  if (again.kind !== 'result' || resultDigest(again.result) !== digest) {
    return none('in simulation the schedule that was recorded does not show it');
  }
  const { block, preState, policy } = trial;
  const token = encodeToken(
    recordContent({
      version,
      engine: engineName,
      settings: { ...settings, lanes },
      schedule,
      policy,
      block:
        corpus === null
          ? { kind: 'inline', block, preState }
          : { kind: 'corpus', ...corpus, digest: trialDigest(trial) },
      result: digest,
    }),
  );
  return token.length > TOKEN_CHARACTERS_MAX
    ? none('block and state are too large for a replay token')
    : { kind: 'token', line: lockstepLine(['replay', token]) };
}

function none(why: string): Replay {
  return { kind: 'none', why };
}
