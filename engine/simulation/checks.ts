/**
 * Checks that are always on in simulation.
 *
 * Owns what is demanded after every step, at every finality and at the end, on any stage: explored,
 * sampled or in virtual time. The truth is what
 * running in index order gave: reads, writes and outcome of a final transaction are compared with
 * it as one number, which is serializability in the preset order; and all it read is validated once
 * more, now that nothing below it can change.
 */
import { effectWords } from './effectWords.ts';
import { ScheduleFailure } from './failure.ts';
import type { Stage } from './stage.ts';
import type { Step } from './virtualLanes.ts';
import type { Watcher } from './walk.ts';

/** Steps for each transaction after which a schedule does not end any more. */
const STEPS_PER_TRANSACTION_MAX = 2_000;
/**
 * Invariants are over all transactions. Blocks of as many are checked after every step, larger ones
 * after one step in so many more, so that a step of any block costs as much.
 */
const CHECKED_AT_EVERY_STEP = 128;

const NOTHING = { reads: [], writes: [] };

/** Demands what every schedule of a correct engine fulfils. Throws `ScheduleFailure`. */
export class Checks<Outcome> implements Watcher {
  readonly #stage: Stage<Outcome>;
  readonly #stepsMax: number;
  readonly #stepsBetween: number;
  #finalEnd = 0;
  #steps = 0;
  /** Of all schedules: an explorer begins one anew at each. */
  #seen = 0;

  constructor(stage: Stage<Outcome>) {
    this.#stage = stage;
    const { txCount } = stage.scenario;
    this.#stepsMax = STEPS_PER_TRANSACTION_MAX * Math.max(1, txCount);
    this.#stepsBetween = Math.max(1, Math.ceil(txCount / CHECKED_AT_EVERY_STEP));
  }

  begin(): void {
    this.#finalEnd = this.#stage.block.scheduler.finalEnd;
    this.#steps = 0;
  }

  after({ need }: Step): void {
    const { scheduler } = this.#stage.block;
    this.#steps += 1;
    if (this.#steps > this.#stepsMax) {
      throw new ScheduleFailure('livelock', `not done after ${this.#steps} steps`);
    }
    this.#seen += 1;
    if (this.#seen % this.#stepsBetween === 0) {
      this.#assertConsistent();
    }
    if (need.kind === 'body') {
      this.#assertBound(need.txIndex);
    }
    const { finalEnd } = scheduler;
    if (finalEnd < this.#finalEnd) {
      throw new ScheduleFailure('invariant', `finality went back to ${finalEnd}`);
    }
    for (let txIndex = this.#finalEnd; txIndex < finalEnd; txIndex += 1) {
      this.#assertTrue(txIndex);
    }
    this.#finalEnd = finalEnd;
  }

  end(): void {
    const { lanes, block, truth } = this.#stage;
    if (!lanes.isOver) {
      throw new ScheduleFailure('deadlock', `no lane can go on; final are ${this.#finalEnd}`);
    }
    const { finalEnd } = block.scheduler;
    if (finalEnd !== truth.length) {
      throw new ScheduleFailure(
        'unfinished',
        `${finalEnd} of ${truth.length} are final at the end`,
      );
    }
  }

  #assertConsistent(): void {
    const { scheduler, memory } = this.#stage.block;
    scheduler.assertConsistent();
    memory.assertConsistent();
  }

  #assertBound(txIndex: number): void {
    const { scheduler } = this.#stage.block;
    const executions = scheduler.executionsOf(txIndex);
    const bound = scheduler.executionsBound(txIndex);
    if (executions > bound) {
      throw new ScheduleFailure(
        'bound',
        `transaction ${txIndex} is executed for the ${executions}th time, at most ${bound} can be`,
      );
    }
  }

  #assertTrue(txIndex: number): void {
    const { lanes, block, truth, scenario } = this.#stage;
    const leaf = lanes.leafOf(txIndex);
    if (leaf?.effect !== truth[txIndex]) {
      const made = leaf?.input ?? NOTHING;
      const words = effectWords(scenario.truth[txIndex] ?? NOTHING, made);
      throw new ScheduleFailure('effect', `transaction ${txIndex} is final and ${words}`);
    }
    if (!block.memory.holds(txIndex)) {
      throw new ScheduleFailure(
        'stale-read',
        `transaction ${txIndex} is final and relies on what does not hold`,
      );
    }
  }
}
