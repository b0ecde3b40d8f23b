/**
 * Shrinking a schedule that fails: the fewest preemptions, on the fewest lanes.
 *
 * First all schedules with few preemptions are explored, on two lanes, then on more, with none,
 * then with one, and so on: what fails first is smallest. Where that is too much, preemptions of
 * the schedule at hand are taken out for as long as it fails (Zeller's ddmin, a step at a time).
 */
import { Checks } from './checks.ts';
import { explore } from './explorer/explorer.ts';
import { type FailedSchedule, failedSchedule } from './failure.ts';
import type { Stage } from './stage.ts';
import { walk } from './walk.ts';

/** What to shrink. */
export interface ShrinkOptions<Outcome> {
  readonly failure: FailedSchedule;
  readonly lanes: number;
  /** Sets the scenario on so many lanes. */
  readonly stageOf: (lanes: number) => Promise<Stage<Outcome>>;
  /** States that each exploration may visit. */
  readonly statesMax: number;
  readonly signal?: AbortSignal;
  /** Called every few steps; a promise is waited for, so that an interrupt is heard. */
  readonly pause?: () => Promise<void> | undefined;
}

/** The smallest failure that was found. */
export interface ShrunkFailure {
  readonly failure: FailedSchedule;
  readonly lanes: number;
  /** Whether no schedule with fewer preemptions fails on as many lanes or fewer. */
  readonly isSmallest: boolean;
}

const PREEMPTIONS_MAX = 3;
const LANES_MIN = 2;

/** Finds the smallest schedule that fails. */
export async function shrink<Outcome>(options: ShrinkOptions<Outcome>): Promise<ShrunkFailure> {
  const { lanes, signal, pause } = options;
  let isSmallest = true;
  for (let preemptionsMax = 0; preemptionsMax <= PREEMPTIONS_MAX; preemptionsMax += 1) {
    for (let fewer = Math.min(LANES_MIN, lanes); fewer <= lanes; fewer += 1) {
      const { complete, failures } = await explore(await options.stageOf(fewer), {
        preemptionsMax,
        statesMax: options.statesMax,
        stopsAtFailure: true,
        ...(signal === undefined ? {} : { signal }),
        ...(pause === undefined ? {} : { onProgress: pause }),
      });
      const [failure] = failures;
      if (failure !== undefined) {
        return { failure, lanes: fewer, isSmallest };
      }
      isSmallest &&= complete;
      if (signal?.aborted === true) return { failure: options.failure, lanes, isSmallest: false };
    }
  }
  return { failure: await withFewerSwitches(options), lanes, isSmallest: false };
}

/** Takes out one switch of lanes after the other, as long as something fails. */
async function withFewerSwitches<Outcome>({
  failure,
  lanes,
  stageOf,
  signal,
  pause,
}: ShrinkOptions<Outcome>): Promise<FailedSchedule> {
  const stage = await stageOf(lanes);
  let best = failure;
  for (let at = best.trace.length - 1; at > 0; at -= 1) {
    await pause?.();
    if (signal?.aborted === true) break;
    const stays = best.trace[at - 1];
    if (stays !== undefined && best.trace[at] !== stays) {
      const trace = [...best.trace];
      trace[at] = stays;
      best = (await failureOf(stage, trace)) ?? best;
    }
  }
  return best;
}

/** How a run fails that follows the choices where they are possible, and stays where not. */
async function failureOf<Outcome>(
  stage: Stage<Outcome>,
  choices: readonly number[],
): Promise<FailedSchedule | null> {
  const trace: number[] = [];
  let last = -1;
  stage.rewind();
  try {
    const picker = {
      pick: (runnable: readonly number[]): number => {
        const wanted = choices[trace.length] ?? last;
        last = [wanted, last].find((lane) => runnable.includes(lane)) ?? runnable[0] ?? 0;
        return last;
      },
    };
    await walk(stage, { picker, watcher: new Checks(stage), trace });
    return null;
  } catch (error) {
    return failedSchedule(error, trace);
  }
}
