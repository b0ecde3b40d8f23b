/**
 * Exhaustive exploration: every schedule of a small block, by copying states.
 *
 * Depth first over states, not over schedules: a state that was met before leads nowhere new. Lanes
 * are alike, so that states which differ in who is who are one. What is on the path twice is a way
 * to go on for ever. With a bound on preemptions larger blocks are explored up to that bound.
 * Stops when it is told to, and says where it stands, so that it can go on later.
 */
import { Fingerprint } from '../../primitives/fingerprint.ts';
import { invariant } from '../../primitives/invariant.ts';
import { Checks } from '../checks.ts';
import { type FailedSchedule, ScheduleFailure, failedSchedule } from '../failure.ts';
import type { Stage } from '../stage.ts';
import type { Step } from '../virtualLanes.ts';
import { type Frontier, type FrontierLevel, remainingOf } from './frontier.ts';
import { type Hashes, VisitedStates } from './visitedStates.ts';

/** What to explore, and how far. */
export interface ExploreOptions {
  /**
   * How often a lane that could go on may be left for another; `null` for no bound. Leaving a lane
   * that cannot go on is free.
   */
  readonly preemptionsMax: number | null;
  /** Stop after so many states more; default no limit. */
  readonly statesMax?: number;
  /** Stop at the first failure. Default false. */
  readonly stopsAtFailure?: boolean;
  readonly signal?: AbortSignal;
  /** Where an earlier exploration stopped. */
  readonly from?: Frontier | null;
  /**
   * Hears every few steps how far it is, and can have where it stands; a promise is waited for, so
   * that others get a turn.
   */
  readonly onProgress?: (
    counts: () => ExploreCounts,
    stand: () => Frontier,
  ) => Promise<void> | undefined;
}

/** How far an exploration is. */
export interface ExploreCounts {
  readonly states: number;
  /** States in which all lanes have left. */
  readonly terminalStates: number;
  /** Steps made. */
  readonly transitions: number;
  readonly failed: number;
}

/** What an exploration came to. */
export interface Exploration extends ExploreCounts {
  /** Whether nothing is left to explore, within the bound on preemptions if there is one. */
  readonly complete: boolean;
  /** Whether every schedule was explored: nothing is left, and there was no bound. */
  readonly exhaustive: boolean;
  /** The first that failed. */
  readonly failures: readonly FailedSchedule[];
  /** Where to go on; `null` when nothing is left. */
  readonly frontier: Frontier | null;
}

const FAILURES_KEPT = 10;
/** Steps between two reports of progress. */
const PROGRESS_EVERY = 64;

/** Explores all schedules of the stage's scenario. */
export async function explore<Outcome>(
  stage: Stage<Outcome>,
  options: ExploreOptions,
): Promise<Exploration> {
  const explorer = new Explorer(stage, options);
  return await explorer.run();
}

/** A state on the path. */
interface Level {
  /** A copy of it; `null` where nothing will have to go back to it. */
  readonly snapshot: Int32Array | null;
  readonly hashes: Hashes;
  /** Lanes that are still to be tried. */
  readonly untried: number[];
  /** The lane that led here, -1 at the root. */
  readonly via: number;
  /** Whether that lane can go on from here: to go with another is a preemption. */
  readonly canStay: boolean;
  /** Preemptions left; 0 without a bound. */
  readonly budget: number;
}

class Explorer<Outcome> {
  readonly #stage: Stage<Outcome>;
  readonly #options: ExploreOptions;
  readonly #checks: Checks<Outcome>;
  readonly #fingerprint = new Fingerprint();
  readonly #path: Level[] = [];
  readonly #failures: FailedSchedule[] = [];
  #visited = new VisitedStates();
  /** Where the states that may be visited end. */
  #statesEnd = Infinity;
  /** The level that the stage is at, if it is at one. */
  #at: Level | null = null;
  /** Copies that nobody will go back to: room for others. */
  readonly #spare: Int32Array[] = [];
  #terminalStates = 0;
  #transitions = 0;
  #failed = 0;

  constructor(stage: Stage<Outcome>, options: ExploreOptions) {
    this.#stage = stage;
    this.#options = options;
    this.#checks = new Checks(stage);
  }

  async run(): Promise<Exploration> {
    await this.#begin();
    while (this.#path.length > 0 && !this.#isToStop()) {
      const arriving = this.#advance();
      // A promise costs more than a step: most steps need none.
      if (arriving !== undefined) await arriving;
      if (this.#transitions % PROGRESS_EVERY === 0) {
        await this.#options.onProgress?.(this.#toCounts, this.#toFrontier);
      }
    }
    const complete = this.#path.length === 0;
    return {
      ...this.#toCounts(),
      complete,
      exhaustive: complete && !this.#isBounded,
      failures: this.#failures,
      frontier: complete ? null : this.#toFrontier(),
    };
  }

  async #begin(): Promise<void> {
    this.#stage.rewind();
    this.#checks.begin();
    const { from = null, preemptionsMax, statesMax = Infinity } = this.#options;
    this.#statesEnd = statesMax + (from?.states ?? 0);
    if (from === null) {
      this.#meet(-1, preemptionsMax ?? 0);
      return;
    }
    this.#visited = VisitedStates.fromBytes(from.visited);
    this.#terminalStates = from.terminalStates;
    this.#transitions = from.transitions;
    this.#failed = from.failed;
    this.#failures.push(...from.failures);
    // Once for the trie to know all that it knew, and once to keep the states.
    await this.#follow(from.path, () => undefined);
    this.#stage.setAnew();
    await this.#follow(from.path, ({ via, budget, untried }) => {
      this.#stage.lanes.fingerprint(this.#fingerprint, this.#marked(via));
      this.#addBudget(budget);
      this.#push({ via, budget, untried: [...untried] }, untried.length);
    });
  }

  /** Makes the steps of a path. */
  async #follow<Place extends FrontierLevel>(
    path: readonly Place[],
    arrive: (level: Place, depth: number) => void,
  ): Promise<void> {
    for (const [depth, level] of path.entries()) {
      if (level.via >= 0) {
        await this.#stage.lanes.step(level.via);
      }
      arrive(level, depth);
    }
  }

  /** Tries one more lane at the end of the path, or goes back. */
  #advance(): Promise<void> | undefined {
    const level = this.#path.at(-1);
    const lane = level?.untried.pop();
    if (level === undefined || lane === undefined) {
      this.#goBack();
      return undefined;
    }
    if (this.#at !== level) {
      invariant(level.snapshot !== null, 'a state that is gone back to was kept');
      this.#stage.restore(level.snapshot);
    }
    this.#at = null;
    this.#checks.begin();
    this.#transitions += 1;
    try {
      const step = this.#stage.lanes.step(lane);
      if (step instanceof Promise) {
        return this.#arriveLater(step, level, lane);
      }
      this.#checks.after(step);
      this.#arrive(level, lane);
    } catch (error) {
      this.#fail(error, lane);
    }
    return undefined;
  }

  /** Arrives after a step that ran a body. */
  async #arriveLater(step: Promise<Step>, level: Level, lane: number): Promise<void> {
    try {
      this.#checks.after(await step);
      await this.#setAnewIfStale(lane);
      this.#arrive(level, lane);
    } catch (error) {
      this.#fail(error, lane);
    }
  }

  #arrive(level: Level, lane: number): void {
    const isPreemption = level.canStay && level.via !== lane;
    this.#meet(lane, level.budget - (this.#isBounded && isPreemption ? 1 : 0));
  }

  /** The lane has stepped: looks at where that has led. */
  #meet(via: number, budget: number): void {
    const { lanes } = this.#stage;
    lanes.fingerprint(this.#fingerprint, this.#marked(via));
    this.#addBudget(budget);
    const acquaintance = this.#visited.meet(this.#fingerprint);
    if (acquaintance === 'done') {
      return;
    }
    if (acquaintance === 'on-path') {
      throw new ScheduleFailure('livelock', 'lanes can come back to where they were, for ever');
    }
    const runnable = lanes.runnable();
    if (runnable.length === 0) {
      this.#terminalStates += 1;
      this.#visited.leave(this.#fingerprint);
      this.#checks.end();
      return;
    }
    const untried = this.#worthTrying(runnable, via, budget);
    // The stage is here now, so that the first of them needs no copy.
    this.#push({ via, budget, untried }, untried.length - 1);
  }

  get #isBounded(): boolean {
    return this.#options.preemptionsMax !== null;
  }

  /** With a bound it matters which lane went last, and how much is left. */
  #marked(via: number): number | null {
    return this.#isBounded ? via : null;
  }

  #addBudget(budget: number): void {
    this.#fingerprint.beginPart();
    this.#fingerprint.add(budget);
    this.#fingerprint.endPart();
  }

  /** Lanes to try: of lanes that stand alike one, and within the bound. */
  #worthTrying(runnable: readonly number[], via: number, budget: number): number[] {
    if (this.#isBounded && budget === 0 && runnable.includes(via)) {
      return [via];
    }
    const { lanes } = this.#stage;
    const seen = new Set<number>();
    return runnable.filter((lane) => {
      const likeness = lanes.likenessOf(lane);
      const isFirst = !seen.has(likeness);
      seen.add(likeness);
      return isFirst;
    });
  }

  /** Goes down a level, to which the stage will be set back as often as `returns` says. */
  #push(place: Pick<Level, 'via' | 'budget' | 'untried'>, returns: number): void {
    const { via, budget, untried } = place;
    const { first, second, third } = this.#fingerprint;
    const snapshot = this.#copyFor(returns);
    const canStay = via >= 0 && this.#stage.lanes.canGo(via);
    const level = { snapshot, hashes: { first, second, third }, untried, via, canStay, budget };
    this.#path.push(level);
    this.#at = level;
  }

  /** A copy of where the stage is, if it will be set back here. */
  #copyFor(returns: number): Int32Array | null {
    return returns > 0 ? this.#stage.save(this.#spare.pop()) : null;
  }

  #goBack(): void {
    const left = this.#path.pop();
    invariant(left !== undefined, 'who goes back has come from somewhere');
    this.#visited.leave(left.hashes);
    if (left.snapshot !== null) {
      this.#spare.push(left.snapshot);
    }
  }

  /** A body has shown new locations: all copies on the path have to know where they lie. */
  async #setAnewIfStale(lane: number): Promise<void> {
    if (!this.#stage.isStale) {
      return;
    }
    this.#stage.setAnew();
    await this.#follow([...this.#path], (level, depth) => {
      this.#path[depth] = { ...level, snapshot: this.#copyFor(level.untried.length) };
    });
    await this.#stage.lanes.step(lane);
  }

  #fail(error: unknown, lane: number): void {
    this.#failed += 1;
    if (this.#failures.length < FAILURES_KEPT) {
      this.#failures.push(failedSchedule(error, [...this.#choices(), lane]));
    }
  }

  #choices(): number[] {
    return this.#path.map(({ via }) => via).filter((via) => via >= 0);
  }

  #isToStop(): boolean {
    const { stopsAtFailure = false, signal } = this.#options;
    const hasFailed = stopsAtFailure && this.#failed > 0;
    return hasFailed || signal?.aborted === true || this.#visited.size >= this.#statesEnd;
  }

  readonly #toCounts = (): ExploreCounts => ({
    states: this.#visited.size,
    terminalStates: this.#terminalStates,
    transitions: this.#transitions,
    failed: this.#failed,
  });

  readonly #toFrontier = (): Frontier => ({
    path: this.#path.map(remainingOf),
    visited: this.#visited.toBytes(),
    ...this.#toCounts(),
    failures: this.#failures,
  });
}
