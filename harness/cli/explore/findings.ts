/**
 * What `explore` says of schedules that fail.
 *
 * Owns their form in JSON and for people: each with the command that follows it again, the first
 * also shrunk and drawn, since one that is understood is worth ten that are counted.
 */
import type { FailedSchedule } from '#engine/simulation/failure.js';
import { stepsSchedule } from '#engine/simulation/schedules.js';
import { shrink } from '#engine/simulation/shrink.js';
import { preemptionsOf, tell, type Story } from '#engine/simulation/story.js';
import { lockstepLine } from '../../certify/commandLine.ts';
import { storyText } from '../../report/storyText.ts';
import { counted } from '../../report/words.ts';
import type { ExploreFlags } from '../flags.ts';
import type { Session } from '../session.ts';
import type { Subject } from './subject.ts';
import { TimeLimit } from './timeLimit.ts';

/** A schedule that fails, as `--json` prints it. */
export interface Finding {
  readonly kind: string;
  readonly message: string;
  /** The lane of each step, preparation included. */
  readonly schedule: string;
  /** The command line that follows it again. */
  readonly replay: string;
}

/** The smallest schedule that was found to fail. */
export interface ShrunkFinding extends Finding {
  readonly lanes: number;
  readonly preemptions: number;
  /** Whether nothing smaller fails: fewer preemptions, or as many on fewer lanes. */
  readonly isSmallest: boolean;
}

/** States visited for each number of lanes and preemptions, in search of a smaller failure. */
const SHRINK_STATES_MAX = 200_000;

/** What fails, as data. */
export function findingOf(
  { kind, message, trace }: FailedSchedule,
  { subject, flags, lanes }: { subject: Subject; flags: ExploreFlags; lanes: number },
): Finding {
  const schedule = stepsSchedule([...preparation(subject.txs), ...trace]);
  const words = ['explore', subject.engine, ...subjectWords(flags), '--lanes', String(lanes)];
  return { kind, message, schedule, replay: lockstepLine([...words, '--schedule', schedule]) };
}

/** Shrinks the first failure and draws it. */
export async function showSmallest(
  session: Session,
  failure: FailedSchedule,
  { subject, flags }: { readonly subject: Subject; readonly flags: ExploreFlags },
): Promise<ShrunkFinding> {
  session.progress.show({ phase: 'shrinking', done: 0, total: null, current: failure.kind });
  const limit = new TimeLimit(session.signal, flags.budget ?? null);
  const smallest = await shrink({
    failure,
    lanes: flags.lanes,
    stageOf: (lanes) => subject.stageOn(lanes),
    statesMax: SHRINK_STATES_MAX,
    signal: limit.signal,
    pause: () => limit.breathe(),
  });
  const { lanes, isSmallest } = smallest;
  const story = await tell(await subject.stageOn(lanes), smallest.failure.trace);
  const preemptions = preemptionsOf(story);
  const finding = findingOf(smallest.failure, { subject, flags, lanes });
  const smaller = isSmallest ? '; nothing smaller fails' : '';
  session.say(
    `\nthe smallest found: ${counted(preemptions, 'preemption')} on ` +
      `${counted(lanes, 'lane')}${smaller}\n`,
  );
  showStory(session, story);
  session.say(`\nagain: ${finding.replay}`);
  return { ...finding, lanes, preemptions, isSmallest };
}

/** Draws a schedule. */
export function showStory(session: Session, { lanes, lines, failure, isOver }: Story): void {
  const holds = isOver ? 'every check holds' : 'every check holds so far; the block is not done';
  const ending = failure === null ? holds : `${failure.kind}: ${failure.message}`;
  session.say(storyText({ lanes, lines, ending }, session.paint));
}

/** The steps in which the first lane prepares every transaction, which a stage has behind it. */
export function preparation(txs: number): readonly number[] {
  return Array.from({ length: 2 * txs }, () => 0);
}

function subjectWords(flags: ExploreFlags): readonly string[] {
  const { shape, block, fork, txs, onEstimate, hints, saboteur } = flags;
  const all = [
    ['--shape', shape],
    ['--block', block],
    ['--fork', fork],
    ['--txs', txs],
    ['--on-estimate', onEstimate],
    ['--hints', hints],
    ['--saboteur', saboteur],
  ] as const;
  return all.flatMap(([flag, value]) => (value === undefined ? [] : [flag, String(value)]));
}
