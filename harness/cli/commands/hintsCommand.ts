/**
 * `lockstep hints`.
 *
 * Owns how sources of hints are measured and shown. Shares are the same for the same seed; times
 * are wall-clock and are not. A hint that is wrong is no failure: it costs time, never truth.
 */
import { WORKLOAD_NAMES } from '#generators/workloads/names.js';
import { counted } from '../../report/words.ts';
import { EXIT_INCONCLUSIVE, EXIT_OK } from '../exitCodes.ts';
import type { HintsFlags } from '../flags.ts';
import { HINT_SOURCE_CHOICES } from '../hints/choices.ts';
import { type Course, type CourseOptions, learnIndex, runCourse } from '../hints/course.ts';
import { type HintRow, hintsText } from '../hints/hintsText.ts';
import { judgeSource } from '../hints/judge.ts';
import type { Session } from '../session.ts';

/** Measures. Resolves with the exit code. */
export async function hintsCommand(session: Session, flags: HintsFlags): Promise<number> {
  const { txs, fork } = flags;
  const { seed, signal } = session;
  session.say(
    `hints: blocks of ${counted(txs, 'transaction')} under ${fork}, seed ${String(seed)}; ` +
      'times are wall-clock medians',
  );
  const startedAt = performance.now();
  const rows: HintRow[] = [];
  const named = flags.workload.flatMap((name) => (name === 'all' ? WORKLOAD_NAMES : [name]));
  const workloads = [...new Set(named)];
  try {
    for (const [done, workload] of workloads.entries()) {
      const current = workload;
      session.progress.show({ phase: 'hints', done, total: workloads.length, current });
      rows.push(...(await rowsOf({ workload, txs, seed, fork, signal }, flags)));
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  const interrupted = signal.aborted;
  if (rows.length > 0) session.say(`\n${hintsText(rows)}`);
  if (interrupted) session.say('\nThe run was interrupted; what is shown is complete.');
  session.say(`\nagain: ${session.again}`);
  const seconds = (performance.now() - startedAt) / 1_000;
  const facts = { fork, transactions: txs, seed, interrupted, seconds };
  return await session.finish({ rows, ...facts }, interrupted ? EXIT_INCONCLUSIVE : EXIT_OK);
}

/** All rows of one workload, source by source. */
async function rowsOf(options: CourseOptions, flags: HintsFlags): Promise<readonly HintRow[]> {
  const { workload, signal } = options;
  const index = await learnIndex(options);
  const courses: Course[] = [];
  for (const age of flags.staleness) courses.push(await runCourse(options, age));
  const rows: HintRow[] = [];
  for (const source of flags.source ?? HINT_SOURCE_CHOICES) {
    for (const course of courses) {
      const score = await judgeSource(course, { source, index }, signal);
      rows.push({ workload, source, staleness: course.staleness, ...score });
    }
  }
  return rows;
}
