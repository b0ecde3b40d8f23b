/**
 * Sampled schedules: one after the other, each checked, each a function of its seed.
 *
 * Owns the budget: how many, by which pickers, and which share is run twice to prove that the same
 * choices give the same run. Failures are kept as data; sampling goes on or stops at the first.
 */
import type { PickerName } from '../api/index.ts';
import { seedAt } from '../primitives/prng.ts';
import { Checks } from './checks.ts';
import { type FailedSchedule, ScheduleFailure, failedSchedule } from './failure.ts';
import { namedPicker, portfolioAt } from './pickers/named.ts';
import { replayPicker } from './pickers/replay.ts';
import { Stage } from './stage.ts';
import { type Watcher, walk } from './walk.ts';

/** What to sample. */
export interface SampleOptions {
  readonly seed: bigint;
  /** How many schedules. */
  readonly schedules: number;
  /**
   * Which of them: every `of`-th from `first` on, so that several can share a sample. What the k-th
   * schedule is does not depend on who runs it. Default: all.
   */
  readonly share?: { readonly first: number; readonly of: number };
  /** Default: all of them in turn. */
  readonly picker?: PickerName;
  /** Stop at the first failure. Default false. */
  readonly stopsAtFailure?: boolean;
  readonly signal?: AbortSignal;
  /** Hears after each how many are done; a promise is waited for. */
  readonly onProgress?: (done: number) => Promise<void> | undefined;
}

/** A failed schedule and where it came from. */
export interface SampledFailure extends FailedSchedule {
  /** From 0. */
  readonly index: number;
  readonly picker: PickerName;
  readonly seed: bigint;
}

/** What sampling came to. */
export interface Sample {
  readonly schedules: number;
  readonly steps: number;
  /** Schedules that were run twice. */
  readonly repeated: number;
  readonly failed: number;
  /** The first of them. */
  readonly failures: readonly SampledFailure[];
}

/** One in so many schedules is run twice. */
const REPEATS_ONE_IN = 100;
const FAILURES_KEPT = 10;

const UNWATCHED: Watcher = { begin: () => undefined, after: () => undefined, end: () => undefined };

/** Samples schedules on a stage. */
export async function sample<Outcome>(
  stage: Stage<Outcome>,
  options: SampleOptions,
): Promise<Sample> {
  const { first, of } = options.share ?? { first: 0, of: 1 };
  const failures: SampledFailure[] = [];
  const counts = { schedules: 0, steps: 0, repeated: 0, failed: 0 };
  const checks = new Checks(stage);
  for (let index = first; index < options.schedules; index += of) {
    if (options.signal?.aborted === true) break;
    const picker = options.picker ?? portfolioAt(index);
    const seed = BigInt(seedAt(options.seed, index));
    const trace: number[] = [];
    const repeats = index % REPEATS_ONE_IN === 0;
    try {
      stage.rewind();
      const { txCount } = stage.scenario;
      await walk(stage, { picker: namedPicker(picker, { seed, txCount }), watcher: checks, trace });
      if (repeats) {
        counts.repeated += 1;
        await assertRepeats(stage, trace);
      }
    } catch (error) {
      counts.failed += 1;
      if (failures.length < FAILURES_KEPT) {
        failures.push({ ...failedSchedule(error, trace), index, picker, seed });
      }
    }
    counts.schedules += 1;
    counts.steps += trace.length;
    if (counts.failed > 0 && options.stopsAtFailure === true) break;
    const pause = options.onProgress?.(counts.schedules);
    if (pause !== undefined) await pause;
  }
  return { ...counts, failures };
}

/** Adds up shares of one sample; of the failures the first are kept. */
export function joined(shares: readonly Sample[]): Sample {
  const sum = (count: (share: Sample) => number): number =>
    shares.reduce((total, share) => total + count(share), 0);
  return {
    schedules: sum(({ schedules }) => schedules),
    steps: sum(({ steps }) => steps),
    repeated: sum(({ repeated }) => repeated),
    failed: sum(({ failed }) => failed),
    failures: shares
      .flatMap(({ failures }) => failures)
      .sort((left, right) => left.index - right.index)
      .slice(0, FAILURES_KEPT),
  };
}

/**
 * Runs the choices again and compares all that lanes did. Bodies too: what they did before is not
 * known to the stage on which they are run again.
 */
async function assertRepeats<Outcome>(
  { scenario, options, block }: Stage<Outcome>,
  trace: readonly number[],
): Promise<void> {
  const stage = await Stage.open(scenario, { ...options, isCopied: false });
  try {
    await walk(stage, { picker: replayPicker(trace), watcher: UNWATCHED });
  } catch (error) {
    // The first run made these choices, and every check held.
    const { message } = failedSchedule(error, trace);
    throw new ScheduleFailure('nondeterminism', `the same choices came to: ${message}`);
  }
  if (stage.block.digest.text !== block.digest.text) {
    throw new ScheduleFailure('nondeterminism', 'the same choices gave other steps');
  }
}
