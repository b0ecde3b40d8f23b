/**
 * The story of a schedule: what each lane did, step by step.
 *
 * Owns which steps are preemptions: a lane that could have gone on was left for another. They are
 * what a failure is about; the rest is lanes going on.
 */
import { Checks } from './checks.ts';
import { type FailedSchedule, failedSchedule } from './failure.ts';
import type { Stage } from './stage.ts';
import { stepWords } from './stepWords.ts';

/** One step in words. */
export interface StoryLine {
  readonly lane: number;
  readonly words: string;
  /** The lane that was left although it could have gone on, or `null`. */
  readonly preempted: number | null;
}

/** A schedule in words, and how it ended. */
export interface Story {
  readonly lanes: number;
  readonly lines: readonly StoryLine[];
  /** `null` when every check held. */
  readonly failure: FailedSchedule | null;
  /** Whether no lane can go on: choices that end earlier have shown a part of the block. */
  readonly isOver: boolean;
  /** Digest of all that lanes did. */
  readonly digest: string;
}

/** Raised by choices that cannot be made: they are of another block, engine or number of lanes. */
export class UnfollowableError extends Error {
  constructor(step: number, lane: number) {
    super(`lane ${lane} cannot go at step ${step}`);
    this.name = 'UnfollowableError';
  }
}

/** Follows the choices and tells what they led to. Throws `UnfollowableError`. */
export async function tell<Outcome>(
  stage: Stage<Outcome>,
  trace: readonly number[],
): Promise<Story> {
  const lines: StoryLine[] = [];
  const checks = new Checks(stage);
  stage.rewind();
  checks.begin();
  let failure: FailedSchedule | null = null;
  try {
    for (const lane of trace) {
      const runnable = stage.lanes.runnable();
      if (!runnable.includes(lane)) throw new UnfollowableError(lines.length, lane);
      const last = lines.at(-1)?.lane ?? lane;
      const preempted = last !== lane && runnable.includes(last) ? last : null;
      const line = { lane, preempted };
      lines.push({ ...line, words: 'fails' });
      const step = await stage.lanes.step(lane);
      lines[lines.length - 1] = { ...line, words: stepWords(stage.block, step) };
      checks.after(step);
    }
    if (stage.lanes.runnable().length === 0) {
      checks.end();
    }
  } catch (error) {
    if (error instanceof UnfollowableError) throw error;
    failure = failedSchedule(error, trace.slice(0, lines.length));
  }
  const isOver = failure !== null || stage.lanes.runnable().length === 0;
  return { lanes: stage.lanes.lanes, lines, failure, isOver, digest: stage.block.digest.text };
}

/** How often a lane that could have gone on was left for another. */
export function preemptionsOf({ lines }: Story): number {
  return lines.filter(({ preempted }) => preempted !== null).length;
}
