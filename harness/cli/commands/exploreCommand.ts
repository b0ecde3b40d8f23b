/**
 * `lockstep explore`.
 *
 * Owns the three ways to go about schedules of one small block: all of them, a sample, or one that
 * was found before. All are checked at every step. Seconds here are wall-clock.
 */
import { availableParallelism } from 'node:os';
import type { VirtualEngineName } from '#engine/simulation/virtualEngineNames.js';
import { explore, type Exploration } from '#engine/simulation/explorer/explorer.js';
import type { FailedSchedule } from '#engine/simulation/failure.js';
import { stepsOf } from '#engine/simulation/schedules.js';
import type { Stage } from '#engine/simulation/stage.js';
import { tell, type Story, UnfollowableError } from '#engine/simulation/story.js';
import { printable } from '../../input/printable.ts';
import { counted, duration, grouped } from '../../report/words.ts';
import { ArgumentError } from '../argumentError.ts';
import { EXIT_DIVERGENCE, EXIT_INCONCLUSIVE, EXIT_OK } from '../exitCodes.ts';
import { findingOf, preparation, showSmallest, showStory } from '../explore/findings.ts';
import { sampleOnThreads } from '../explore/sampleThreads.ts';
import { Keeper } from '../explore/keeper.ts';
import { TimeLimit } from '../explore/timeLimit.ts';
import { type Subject, subjectOf } from '../explore/subject.ts';
import { wayOf } from '../explore/ways.ts';
import type { ExploreFlags } from '../flags.ts';
import type { Session } from '../session.ts';

const SCHEDULES_DEFAULT = 10_000;
const SCHEDULES_PER_THREAD = 10_000;
const FINDINGS_SHOWN = 3;

/** Explores. Resolves with the exit code. */
export async function exploreCommand(
  session: Session,
  engine: VirtualEngineName,
  flags: ExploreFlags,
): Promise<number> {
  const way = wayOf(flags);
  const subject = await subjectOf(engine, flags);
  const task = { session, subject, flags };
  if (flags.schedule !== undefined) return await follow(task, flags.schedule);
  return way === 'all' ? await exploreAll(task) : await exploreSome(task);
}

interface Task {
  readonly session: Session;
  readonly subject: Subject;
  readonly flags: ExploreFlags;
}

/** Every schedule, or every one within the bound. */
async function exploreAll(task: Task): Promise<number> {
  const { session, subject, flags } = task;
  const { preemptions = null, checkpoint, statesMax, lanes, budget = null } = flags;
  const key = { ...subject.key, preemptions };
  const bound = preemptions === null ? '' : ` with at most ${counted(preemptions, 'preemption')}`;
  session.say(`explore: every schedule${bound} of ${subject.title}, ${counted(lanes, 'lane')}`);
  const keeper = new Keeper(checkpoint ?? null, key);
  if (keeper.before !== null) session.say(`going on from ${printable(checkpoint ?? '')}`);
  const limit = new TimeLimit(session.signal, budget);
  const explored = await explore(await subject.stageOn(lanes), {
    preemptionsMax: preemptions,
    from: keeper.before?.frontier ?? null,
    signal: limit.signal,
    ...(statesMax !== undefined && { statesMax }),
    onProgress: (counts, stand) => {
      const breath = limit.breathe();
      if (breath === undefined) return undefined;
      const { states: done, failed } = counts();
      const current = `states, ${counted(failed, 'failure')}`;
      session.progress.show({ phase: 'exploring', done, total: null, current });
      keeper.keep(stand);
      return breath;
    },
  });
  const { seconds, secondsHere } = keeper;
  keeper.end(explored.frontier);
  // What was met before this call took no time of it.
  const rate = (explored.states - (keeper.before?.frontier.states ?? 0)) / secondsHere;
  sayExplored(session, explored, { seconds, rate, bound });
  if (explored.frontier !== null && checkpoint !== undefined) {
    session.say(`kept in ${printable(checkpoint)}; the same command goes on`);
  }
  const { states, terminalStates, transitions, exhaustive, complete, failed, failures } = explored;
  const counts = { states, terminalStates, transitions, statesPerSecond: rate };
  const facts = { exhaustive, complete, preemptionsMax: preemptions, ...counts, seconds };
  return await conclude(task, { facts, failed, failures, isDone: complete });
}

function sayExplored(
  session: Session,
  explored: Exploration,
  { seconds, rate, bound }: { readonly seconds: number; readonly rate: number; bound: string },
): void {
  const { states, terminalStates, transitions, complete, failed } = explored;
  session.say(
    `${complete ? `explored to the end${bound}` : 'stopped before the end'}: ` +
      `${counted(states, 'state')} (${counted(terminalStates, 'terminal state')}, ` +
      `${counted(transitions, 'step')}) in ${duration(seconds)}, ${grouped(rate)} states/s; ` +
      counted(failed, 'failure'),
  );
}

/** A sample of schedules, each a function of its seed. */
async function exploreSome(task: Task): Promise<number> {
  const { session, subject, flags } = task;
  const { schedules: total = SCHEDULES_DEFAULT, picker, lanes } = flags;
  const how = picker ?? 'all pickers in turn';
  session.say(
    `explore: ${counted(total, 'schedule')} of ${subject.title}, ${counted(lanes, 'lane')}, ` +
      `${how}, seed ${String(session.seed)}`,
  );
  const threads = threadsFor(total, flags.threads);
  const startedAt = performance.now();
  const sampled = await sampleOnThreads({
    engine: subject.engine,
    flags,
    seed: session.seed,
    schedules: total,
    threads,
    signal: session.signal,
    onProgress: (done) => {
      session.progress.show({ phase: 'sampling', done, total, current: 'schedules' });
    },
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  const { schedules, steps, repeated, failed, failures } = sampled;
  session.say(
    `${counted(schedules, 'schedule')}, ${counted(steps, 'step')} in ${duration(seconds)}, ` +
      `${grouped(schedules / seconds)} schedules/s on ${counted(threads, 'thread')}; ` +
      `${grouped(repeated)} run twice; ` +
      counted(failed, 'failure'),
  );
  const counts = { schedules, steps, repeated, threads, schedulesPerSecond: schedules / seconds };
  const facts = { exhaustive: false, states: null, terminalStates: null, ...counts, seconds };
  return await conclude(task, { facts, failed, failures, isDone: schedules === total });
}

/** A thread takes most of a second to start, which is some thousand schedules. */
function threadsFor(schedules: number, wanted: number | undefined): number {
  const worthIt = Math.ceil(schedules / SCHEDULES_PER_THREAD);
  return wanted ?? Math.min(availableParallelism(), worthIt);
}

/** One schedule, step by step. */
async function follow({ session, subject, flags }: Task, schedule: string): Promise<number> {
  const steps = stepsOf(schedule);
  const prepared = preparation(subject.txs);
  if (steps === null || prepared.some((lane, step) => steps[step] !== lane)) {
    throw new ArgumentError({
      flag: '--schedule',
      problem: 'is no schedule that explore has printed for this block',
      remedy: `give steps:<lanes>, which begins with ${counted(prepared.length, 'step')} of lane 0`,
    });
  }
  session.say(`explore: one schedule of ${subject.title}, ${counted(flags.lanes, 'lane')}\n`);
  const story = await told(subject.stageOn(flags.lanes), steps.slice(prepared.length));
  showStory(session, story);
  const { lines, failure, isOver, digest } = story;
  const result = { engine: subject.engine, schedule, steps: lines.length, isOver, digest };
  const findings =
    failure === null ? [] : [findingOf(failure, { subject, flags, lanes: flags.lanes })];
  const counts = { failures: findings.length, findings };
  const code = isOver ? EXIT_OK : EXIT_INCONCLUSIVE;
  return await session.finish(
    { ...result, ...counts, story: lines },
    failure === null ? code : EXIT_DIVERGENCE,
  );
}

/** A schedule of something else says nothing of the engine. */
async function told(stage: Promise<Stage<unknown>>, steps: readonly number[]): Promise<Story> {
  try {
    return await tell(await stage, steps);
  } catch (error) {
    if (!(error instanceof UnfollowableError)) throw error;
    throw new ArgumentError({
      flag: '--schedule',
      problem: `is of something else: after preparation ${error.message}`,
      remedy: 'give the block, engine, lanes and flags of the line that explore has printed',
    });
  }
}

interface Conclusion {
  readonly facts: object;
  readonly failed: number;
  readonly failures: readonly FailedSchedule[];
  /** Whether all was done that was asked for. */
  readonly isDone: boolean;
}

async function conclude(
  { session, subject, flags }: Task,
  { facts, failed, failures, isDone }: Conclusion,
): Promise<number> {
  const { lanes } = flags;
  const findings = failures.map((failure) => findingOf(failure, { subject, flags, lanes }));
  for (const { kind, message, replay } of findings.slice(0, FINDINGS_SHOWN)) {
    session.say(`${session.paint.red(kind)}: ${printable(message, 400)}\n  again: ${replay}`);
  }
  const [first] = failures;
  const shrunk =
    first === undefined || session.signal.aborted
      ? null
      : await showSmallest(session, first, { subject, flags });
  const about = { ...subject.key, seed: session.seed };
  const result = { ...about, ...facts, failures: failed, findings, shrunk };
  if (failed > 0) return await session.finish(result, EXIT_DIVERGENCE);
  return await session.finish(result, isDone ? EXIT_OK : EXIT_INCONCLUSIVE);
}
