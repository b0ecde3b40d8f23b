/**
 * Official tests on an engine under watch.
 *
 * Owns what the runner leaves to its caller: a time limit for each block, a crash told apart from a
 * wrong answer, and a report of what was done when the run is cut short. Does not judge a test.
 */
import type { Block, Engine, ExecutionResult } from '#engine/api/index.js';
import {
  type FailedFixture,
  type FixturesProgress,
  type FixturesReport,
  runFixtures,
} from '../fixtures/runFixtures.ts';
import { type LastBlock, scheduledEngine } from '../fixtures/scheduledEngine.ts';
import type { SchedulePlan } from './schedulePlan.ts';
import { type Watch, watchedEngine } from './watch.ts';

/** Which tests to run. */
export interface OfficialRunOptions {
  readonly engine: Engine;
  readonly folder: string;
  readonly watch: Watch;
  readonly plan: SchedulePlan;
  /** Default: all. */
  readonly filter?: (id: string) => boolean;
  /** Hears of each block with what came of all its runs. */
  readonly onBlock?: (block: Block, result: ExecutionResult) => void;
  readonly onTest?: (progress: FixturesProgress) => void;
  /** Hears of each failure at once; the run waits for it. */
  readonly onFailure?: (failure: OfficialFailure) => unknown;
}

/** A failed test, and whether the engine broke down in it. */
export interface OfficialFailure extends FailedFixture {
  /** Why the engine gave no result, where that is what happened. */
  readonly crash: string | null;
  /** The block at which the test failed, as far as the engine was asked. */
  readonly lastBlock: LastBlock | null;
}

/** How the run ended. */
export type OfficialEnd = 'complete' | 'interrupted' | 'stuck';

/** The report, of what was done if the run was cut short. */
export interface OfficialRun {
  readonly report: FixturesReport;
  readonly failures: readonly OfficialFailure[];
  readonly end: OfficialEnd;
  /** Executions under a schedule that was asked for. */
  readonly schedules: number;
}

/** Runs official tests. Throws an `InputError` for a folder or file that cannot be used. */
export async function runOfficialTests(options: OfficialRunOptions): Promise<OfficialRun> {
  const { engine, folder, watch, plan, filter, onBlock, onTest, onFailure } = options;
  const startedAt = performance.now();
  const failures: OfficialFailure[] = [];
  const sofar = new PartialReport(engine.info.name);
  const giveUp = new AbortController();
  let crash: string | null = null;
  let end: OfficialEnd = 'complete';
  let lastBlock: LastBlock | null = null;
  let schedules = 0;
  const watched = watchedEngine(engine, watch, (answer) => {
    if (answer.kind === 'interrupted' || answer.kind === 'unsupported') return;
    crash = answer.reason;
    if (answer.kind !== 'timed-out') return;
    // An engine that did not answer once is still busy, and would only answer late.
    end = 'stuck';
    giveUp.abort();
  });
  const scheduled = scheduledEngine(watched, plan, (block) => {
    lastBlock = block;
    if (block.trial.schedule !== undefined) schedules += 1;
  });
  const signals = [giveUp.signal, ...(watch.signal === undefined ? [] : [watch.signal])];
  try {
    const report = await runFixtures({
      engine: heard(scheduled, onBlock),
      folder,
      ...(filter !== undefined && { filter }),
      signal: AbortSignal.any(signals),
      onProgress: async (progress) => {
        sofar.add(progress);
        const { outcome } = progress;
        if (outcome.status === 'failed') {
          const { id, block, words } = outcome;
          const failure = { id, block, words, crash, lastBlock };
          failures.push(failure);
          await onFailure?.(failure);
        }
        crash = null;
        lastBlock = null;
        onTest?.(progress);
      },
    });
    return { report, failures, end, schedules };
  } catch (error) {
    if (!signals.some(({ aborted }) => aborted)) throw error;
    if (end === 'complete') end = 'interrupted';
    const seconds = (performance.now() - startedAt) / 1_000;
    return { report: sofar.report(failures, seconds), failures, end, schedules };
  }
}

function heard(engine: Engine, onBlock: OfficialRunOptions['onBlock']): Engine {
  if (onBlock === undefined) return engine;
  const execute: Engine['execute'] = async (block, ...rest) => {
    const result = await engine.execute(block, ...rest);
    onBlock(block, result);
    return result;
  };
  return { info: engine.info, execute };
}

/** Counts what a run has done, for the case that it has no report of its own. */
class PartialReport {
  readonly #engine: string;
  readonly #skipped: { readonly id: string; readonly reason: string }[] = [];
  #passed = 0;
  #failed = 0;
  #parallelBlocks = 0;
  #serialBlocks = 0;
  #fallbacks = 0;

  constructor(engine: string) {
    this.#engine = engine;
  }

  add({ outcome, passed, failed }: FixturesProgress): void {
    this.#passed = passed;
    this.#failed = failed;
    this.#parallelBlocks += outcome.parallelBlocks;
    this.#serialBlocks += outcome.serialBlocks;
    this.#fallbacks += outcome.fallbacks;
    if (outcome.status !== 'skipped') return;
    this.#skipped.push({ id: outcome.id, reason: outcome.reason });
  }

  report(failures: readonly FailedFixture[], seconds: number): FixturesReport {
    return {
      engine: this.#engine,
      total: this.#passed + this.#failed + this.#skipped.length,
      passed: this.#passed,
      failed: this.#failed,
      skipped: this.#skipped,
      ignored: [],
      parallelBlocks: this.#parallelBlocks,
      serialBlocks: this.#serialBlocks,
      fallbacks: this.#fallbacks,
      seconds,
      failures: failures.map(({ id, block, words }) => ({ id, block, words })),
    };
  }
}
