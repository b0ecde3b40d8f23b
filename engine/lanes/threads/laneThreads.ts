/**
 * The threads that lanes run on, kept from block to block.
 *
 * Owns the pool: as many threads as lanes, one long task a lane a block (a dispatch costs tens of
 * microseconds, a step about one). When a lane fails, the block is poisoned, so that the others
 * leave too, and the failure is told.
 */
import { Piscina } from 'piscina';

import { joinedShares } from '../../hints/blockShare.ts';
import type { Hints } from '../../hints/hint.ts';
import type { LaneControl } from './control.ts';
import type { HintTask } from './hintTask.ts';
import type { LaneReturn, LaneTask } from './laneWorker.ts';

/** A lane that saw its block's end. */
export type FinishedLane = Extract<LaneReturn, { kind: 'finished' }>;

/** What came of a block on threads. */
export type ThreadsOutcome =
  | { readonly kind: 'done'; readonly lanes: readonly FinishedLane[] }
  /** `reason` is for people and stats. */
  | { readonly kind: 'lost'; readonly reason: string };

const HINT_TASK = new URL('hintTask.js', import.meta.url).href;

/** A pool of lanes. */
export class LaneThreads {
  readonly #pool: Piscina<LaneTask | HintTask, LaneReturn | Hints[]>;

  constructor(lanes: number) {
    this.#pool = new Piscina({
      filename: new URL('laneWorker.js', import.meta.url).href,
      minThreads: lanes,
      maxThreads: lanes,
    });
  }

  /** Runs one task a lane; never rejects because of a lane. */
  async run(tasks: readonly LaneTask[], control: LaneControl): Promise<ThreadsOutcome> {
    const runs = tasks.map(async (task) => {
      try {
        return await this.#pool.run(task, { name: 'runLaneTask' });
      } catch (error) {
        control.poison();
        throw error;
      }
    });
    const settled = await Promise.allSettled(runs);
    const lanes: FinishedLane[] = [];
    let reason: string | null = null;
    for (const result of settled) {
      if (result.status === 'rejected' || Array.isArray(result.value)) {
        reason ??= 'lane died';
      } else if (result.value.kind === 'failed') {
        reason ??= `lane failed: ${result.value.reason}`;
      } else if (result.value.kind === 'finished') {
        lanes.push(result.value);
      }
    }
    return reason === null && lanes.length === tasks.length
      ? { kind: 'done', lanes }
      : { kind: 'lost', reason: reason ?? 'the lanes were told to leave' };
  }

  /** Makes hints, a share a task; rejects where a thread does. */
  async makeHints(tasks: readonly HintTask[]): Promise<readonly Hints[]> {
    const shares = await Promise.all(
      tasks.map((task) => this.#pool.run(task, { filename: HINT_TASK, name: 'runHintTask' })),
    );
    return joinedShares(shares.filter((share) => Array.isArray(share)));
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await this.#pool.close({ force: true });
  }
}
