/**
 * `lockstep run`.
 *
 * Owns one block on one or several engines: showing what came of it and, with `--against`,
 * comparing field by field. Certifies nothing: without a comparison there is no verdict.
 */
import type { ExecutionResult } from '#engine/api/index.js';
import { executeWatched, type Trial, type Watch } from '../../certify/watch.ts';
import { type Verdict, worst } from '../../certify/verdict.ts';
import { compareResults, type Difference, firstDifference } from '../../compare/index.ts';
import { readBlockFile } from '../../input/blockFile.ts';
import { printable } from '../../input/printable.ts';
import { paintVerdict } from '../../report/paint.ts';
import { differencesText, resultText } from '../../report/resultText.ts';
import { settingsOf } from '../engineSettings.ts';
import { EXIT_OF_VERDICT, EXIT_OK } from '../exitCodes.ts';
import type { RunFlags } from '../flags.ts';
import { type EngineOrder, withEngine } from '../openEngines.ts';
import { processSettingsOf } from '../processSettings.ts';
import { clerkFor } from '../replayClerk.ts';
import type { Session } from '../session.ts';

/** Differences reported of one block. */
const DIFFERENCES_MAX = 20;

/** What came of the block on one engine; the shape that `--json` prints. */
interface RunReport {
  readonly engine: string;
  readonly file: string;
  readonly fork: string;
  readonly against: string | null;
  /** `null` when nothing was compared and nothing broke. */
  readonly verdict: Verdict | null;
  readonly reason: string;
  readonly compared: number;
  readonly divergences: number;
  readonly differences: readonly Difference[];
  readonly result: ExecutionResult | null;
  readonly seed: number;
  /** The command line that does the same again. */
  readonly replay: string;
  readonly seconds: number;
}

/** Runs the block on each engine in turn. Resolves with the exit code. */
export async function runCommand(
  session: Session,
  { file, names }: { readonly file: string; readonly names: readonly string[] },
  flags: RunFlags,
): Promise<number> {
  const trial = readTrial(file, flags);
  const watch: Watch = { secondsMax: flags.timeLimit, signal: session.signal };
  const settings = settingsOf(flags, session.seed);
  const truth =
    flags.against === undefined
      ? null
      : await runOn(
          { name: flags.against, settings: { process: processSettingsOf(flags) } },
          { trial, watch, truth: null },
        );
  const reports: RunReport[] = [];
  for (const name of names) {
    const outcome = await runOn({ name, settings }, { trial, watch, truth: truth?.result ?? null });
    const report: RunReport = {
      engine: name,
      file,
      fork: trial.block.fork,
      against: flags.against ?? null,
      ...judge(outcome, truth),
      result: outcome.result,
      seed: session.seed,
      replay: outcome.replay ?? session.again,
      seconds: outcome.seconds,
    };
    reports.push(report);
    show(session, report);
  }
  const verdicts = reports.flatMap(({ verdict }) => verdict ?? []);
  const exitCode = verdicts.length === 0 ? EXIT_OK : EXIT_OF_VERDICT[worst(verdicts)];
  const [first] = reports;
  return await session.finish(
    first !== undefined && reports.length === 1 ? first : { runs: reports },
    exitCode,
  );
}

function readTrial(file: string, { fork, chainId, policy }: RunFlags): Trial {
  const { block, preState, invalidTransactions } = readBlockFile(file, {
    ...(fork !== undefined && { fork }),
    ...(chainId !== undefined && { chainId }),
  });
  return { block, preState, policy: policy ?? invalidTransactions };
}

interface RunOutcome {
  readonly name: string;
  readonly result: ExecutionResult | null;
  /** The command that repeats a run that differs, if a token could be written. */
  readonly replay: string | null;
  /** Why there is no result. */
  readonly failure: { readonly verdict: Verdict; readonly reason: string } | null;
  readonly seconds: number;
}

interface Task {
  readonly trial: Trial;
  readonly watch: Watch;
  /** What the result is compared with, if it is. */
  readonly truth: ExecutionResult | null;
}

async function runOn(order: EngineOrder, { trial, watch, truth }: Task): Promise<RunOutcome> {
  const { name } = order;
  return await withEngine(order, async (engine) => {
    const startedAt = performance.now();
    const answer = await executeWatched(engine, trial, watch);
    const seconds = (performance.now() - startedAt) / 1_000;
    const none = { name, result: null, replay: null, seconds };
    switch (answer.kind) {
      case 'result': {
        const { result } = answer;
        if (truth === null || firstDifference(truth, result) === null) {
          return { ...none, result, failure: null };
        }
        const replay = await clerkFor(engine, order, watch).write({ trial, result, corpus: null });
        const line = replay.kind === 'token' ? replay.line : null;
        return { ...none, result, replay: line, failure: null };
      }
      case 'failed':
      case 'timed-out':
        return { ...none, failure: { verdict: 'crash', reason: `the engine ${answer.reason}` } };
      case 'unsupported':
        return {
          ...none,
          failure: { verdict: 'inconclusive', reason: `the engine ${answer.reason}` },
        };
      case 'interrupted':
        return { ...none, failure: { verdict: 'inconclusive', reason: 'the run was interrupted' } };
    }
  });
}

type Judged = Pick<RunReport, 'verdict' | 'reason' | 'compared' | 'divergences' | 'differences'>;

function judge(outcome: RunOutcome, truth: RunOutcome | null): Judged {
  const nothing = { compared: 0, divergences: 0, differences: [] };
  if (outcome.failure !== null) return { ...nothing, ...outcome.failure };
  if (truth === null || outcome.result === null) {
    return { ...nothing, verdict: null, reason: 'nothing was compared' };
  }
  if (truth.result === null) {
    const reason = `${truth.name} gave no result to compare with: ${truth.failure?.reason ?? ''}`;
    return { ...nothing, verdict: 'inconclusive', reason };
  }
  const comparison = compareResults(truth.result, outcome.result, DIFFERENCES_MAX);
  const { compared, differences: found } = comparison;
  const [first] = found;
  return first === undefined
    ? { ...nothing, compared, verdict: 'pass', reason: `agrees with ${truth.name}` }
    : { compared, divergences: 1, differences: found, verdict: 'fail', reason: first.words };
}

function show(session: Session, report: RunReport): void {
  const { engine, fork, result, verdict, reason, compared } = report;
  const { paint } = session;
  session.say(`${paint.bold(printable(engine))} under ${fork}`);
  if (result !== null) session.say(resultText(result, paint));
  if (report.differences.length > 0) session.say(differencesText(report.differences, paint));
  if (verdict === null) return;
  const fields = compared === 0 ? '' : ` (${String(compared)} fields compared)`;
  session.say(`${paintVerdict(paint, verdict)}: ${printable(reason, 600)}${fields}`);
  if (verdict !== 'pass') session.say(`again: ${report.replay}`);
}
