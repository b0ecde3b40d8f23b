/**
 * `lockstep fixtures run`.
 *
 * Owns how official tests are run from the command line and shown. The tests are judged by the
 * runner against the roots they expect.
 */
import { findFixtures } from '#fixtures/official/findFixtures.js';
import type { FailedFixture, FixturesReport } from '../../fixtures/runFixtures.ts';
import { lockstepLine } from '../../certify/commandLine.ts';
import { planOf, type ScheduleChoice } from '../../certify/schedulePlan.ts';
import { tokenOf } from '../../certify/official.ts';
import {
  type OfficialEnd,
  type OfficialFailure,
  runOfficialTests,
} from '../../certify/officialRun.ts';
import { type Verdict, worst } from '../../certify/verdict.ts';
import { printable } from '../../input/printable.ts';
import { type Paint, paintVerdict } from '../../report/paint.ts';
import { counted, duration } from '../../report/words.ts';
import { judgedSettingsOf, scheduleChoiceOf, settingWords } from '../engineSettings.ts';
import { EXIT_OF_VERDICT } from '../exitCodes.ts';
import type { FixturesFlags } from '../flags.ts';
import { requiredFixturesFolder } from '../fixturesFolder.ts';
import { withEngine } from '../openEngines.ts';
import { clerkFor } from '../replayClerk.ts';
import type { ReplayClerk } from '../../replay/clerk.ts';
import type { Session } from '../session.ts';

/** On threads the official tests, nearly all of one transaction a block, are run once. */
const AS_CONFIGURED_ONCE: ScheduleChoice = { asConfigured: true, seeded: 0 };

/** What `--json` prints of one engine. */
interface FixturesResult extends FixturesReport {
  readonly failures: readonly (FailedFixture & { readonly replay: string })[];
  readonly verdict: Verdict;
  readonly reason: string;
  /** Executions under a schedule that was asked for, in simulation. */
  readonly schedules: number;
  readonly seed: number;
}

/** Runs the tests on each engine in turn. Resolves with the exit code. */
export async function fixturesRunCommand(
  session: Session,
  names: readonly string[],
  flags: FixturesFlags,
): Promise<number> {
  const folder = requiredFixturesFolder(flags.fixtures);
  await findFixtures(folder);
  const results: FixturesResult[] = [];
  for (const name of names) {
    if (session.signal.aborted) break;
    session.say(`fixtures run ${name}: ${printable(folder)}, seed ${String(session.seed)}`);
    const result = await runOne(session, { name, folder, flags });
    session.say(fixturesText(result, session.paint));
    session.say(`again: ${session.again}`);
    results.push(result);
  }
  const verdict = worst(results.map((result) => result.verdict));
  const [first] = results;
  return await session.finish(
    first !== undefined && names.length === 1 ? first : { verdict, runs: results },
    EXIT_OF_VERDICT[verdict],
  );
}

interface OneRun {
  readonly name: string;
  readonly folder: string;
  readonly flags: FixturesFlags;
}

async function runOne(session: Session, run: OneRun): Promise<FixturesResult> {
  const { name, folder, flags } = run;
  const { only, timeLimit } = flags;
  const order = { name, settings: judgedSettingsOf(name, flags, session.seed) };
  const watch = { secondsMax: timeLimit, signal: session.signal };
  const replays = new Map<string, string>();
  const { report, failures, end, schedules } = await withEngine(order, (engine) =>
    runOfficialTests({
      engine,
      folder,
      watch,
      plan: planOf(engine, session.seed, scheduleChoiceOf(name, flags, AS_CONFIGURED_ONCE)),
      ...(only !== undefined && { filter: (id) => id.includes(only) }),
      onTest: ({ outcome, passed, failed, skipped }) => {
        const done = passed + failed + skipped;
        const phase = failed === 0 ? 'official tests' : `official tests (${String(failed)} failed)`;
        session.progress.show({ phase, done, total: null, current: outcome.id });
      },
      onFailure: async (failure) => {
        const token = await tokenFor(failure, clerkFor(engine, order, watch), name);
        const replay = token ?? testAgain(session, run, failure.id);
        replays.set(failure.id, replay);
        sayFailure(session, failure, replay);
      },
    }),
  );
  const hasCrashed = failures.some(({ crash }) => crash !== null);
  const judged = judge(report, { end, hasCrashed });
  const told = report.failures.map((failure) => {
    return { ...failure, replay: replays.get(failure.id) ?? session.again };
  });
  const facts = { engine: name, schedules, failures: told, seed: session.seed };
  return { ...report, ...judged, ...facts };
}

/** Who is right is asked only when a test has failed. */
async function tokenFor(
  failure: OfficialFailure,
  clerk: ReplayClerk,
  name: string,
): Promise<string | null> {
  const judgeName = name === 'oracle' ? 'serial' : 'oracle';
  return await withEngine({ name: judgeName }, (engine) => tokenOf(failure, clerk, engine));
}

/** The command that runs the test again. */
function testAgain({ seed }: Session, { name, folder, flags }: OneRun, id: string): string {
  const line = ['fixtures', 'run', name, '--fixtures', folder, '--only', id];
  return lockstepLine([...line, '--seed', String(seed), ...settingWords(name, flags)]);
}

function sayFailure(session: Session, failure: OfficialFailure, replay: string): void {
  const { id, block, words, crash } = failure;
  const verdict = paintVerdict(session.paint, crash === null ? 'fail' : 'crash');
  const where = block === null ? '' : `, block ${String(block)}`;
  session.say(`${verdict}  ${printable(id)}${where}\n  ${printable(words, 600)}`);
  session.say(`  again: ${replay}`);
}

interface RunEnd {
  readonly end: OfficialEnd;
  readonly hasCrashed: boolean;
}

/** A run that was cut short, or in which no test was decided, is no pass. */
function judge(
  { passed, failed }: FixturesReport,
  { end, hasCrashed }: RunEnd,
): { readonly verdict: Verdict; readonly reason: string } {
  const reasons: string[] = [];
  const verdicts: Verdict[] = [];
  if (failed > 0) {
    verdicts.push(hasCrashed ? 'crash' : 'fail');
    reasons.push(counted(failed, 'test') + ' failed');
  }
  if (end === 'stuck') {
    verdicts.push('crash');
    reasons.push('the run was given up: the engine is stuck, or slower than --time-limit says');
  }
  if (end === 'interrupted') {
    verdicts.push('inconclusive');
    reasons.push('the run was interrupted');
  }
  if (passed + failed === 0) {
    verdicts.push('inconclusive');
    reasons.push('no test was run');
  }
  const isClean = reasons.length === 0;
  return {
    verdict: worst(verdicts),
    reason: isClean ? 'every test that was run passed' : reasons.join('; '),
  };
}

function fixturesText(result: FixturesResult, paint: Paint): string {
  const { total, passed, failed, skipped, ignored, parallelBlocks, serialBlocks } = result;
  const { fallbacks, schedules } = result;
  const lines = [
    '',
    `${counted(total, 'test')}: ${String(passed)} passed, ${String(failed)} failed,` +
      ` ${String(skipped.length)} skipped, in ${duration(result.seconds)}`,
    `${counted(parallelBlocks + serialBlocks, 'block')} executed:` +
      ` ${String(parallelBlocks)} in parallel, ${String(serialBlocks)} serially,` +
      ` ${counted(fallbacks, 'fallback')}`,
  ];
  if (schedules > 0) lines.push(`${counted(schedules, 'schedule')} of our choice, in simulation`);
  for (const [reason, count] of countReasons(skipped)) {
    lines.push(paint.dim(`skipped ${counted(count, 'test')}: ${printable(reason)}`));
  }
  for (const [reason, count] of countReasons(ignored)) {
    lines.push(paint.dim(`ignored ${counted(count, 'file')} or entries: ${printable(reason)}`));
  }
  const { verdict, reason } = result;
  return [...lines, '', `${paint.bold(paintVerdict(paint, verdict))}: ${reason}`].join('\n');
}

/** Which reasons there are and how often each; the JSON names every test. */
function countReasons(items: readonly { readonly reason: string }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { reason } of items) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
}
