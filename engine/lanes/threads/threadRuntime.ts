/**
 * The thread runtime: every lane on a thread of its own.
 *
 * Owns what is sent to the lanes of a block and what is put together from their returns.
 */
import type { Hints } from '../../hints/hint.ts';
import type { HintOrder, LaneJob, LaneRun, LaneRuntime } from '../runtime.ts';
import { LaneControl } from './control.ts';
import type { LaneDeath } from './laneDeath.ts';
import type { LaneTaskBase } from './laneWorker.ts';
import { type FinishedLane, LaneThreads } from './laneThreads.ts';

/** Lanes on threads. */
export class ThreadRuntime implements LaneRuntime {
  readonly #lanes: number;
  #death: LaneDeath | null;
  #threads: LaneThreads | null = null;

  constructor(lanes: number, death: LaneDeath | null = null) {
    this.#lanes = lanes;
    this.#death = death;
  }

  async run({ arena, plan, block, signal, ...job }: LaneJob): Promise<LaneRun> {
    this.#threads ??= new LaneThreads(this.#lanes);
    const death = this.#death;
    const base = baseOf(job);
    const tasks = Array.from({ length: this.#lanes }, (_, lane) => ({
      lane,
      plan,
      block,
      base,
      death: death?.lane === lane ? death : null,
    }));
    const control = new LaneControl(arena, plan.control);
    const giveUp = (): void => {
      control.poison();
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    const result = await this.#threads.run(tasks, control);
    signal?.removeEventListener('abort', giveUp);
    if (result.kind === 'lost') {
      return result;
    }
    return {
      kind: 'done',
      outcomes: result.lanes.flatMap(({ outcomes }) => outcomes),
      trace: traceOf(result.lanes),
    };
  }

  async makeHints({ sources, ...order }: HintOrder): Promise<readonly Hints[] | null> {
    this.#threads ??= new LaneThreads(this.#lanes);
    const of = this.#lanes;
    const shares = Array.from({ length: of }, (_, first) => ({ sources, first, of }));
    try {
      return await this.#threads.makeHints(shares.map((share) => ({ ...order, share })));
    } catch {
      // A hint is worth no block: whoever asks makes them, or finds what is wrong with it.
      return null;
    }
  }

  /** Stages no further death. */
  spare(): void {
    this.#death = null;
  }

  async close(): Promise<void> {
    await this.#threads?.close();
    this.#threads = null;
  }
}

function baseOf({
  store,
  preState,
  opening,
}: Pick<LaneJob, 'store' | 'preState' | 'opening'>): LaneTaskBase {
  return store === null ? { kind: 'sent', preState, opening } : { kind: 'stored', store };
}

/** Who made each step. */
function traceOf(lanes: readonly FinishedLane[]): number[] {
  const trace: number[] = [];
  for (const [lane, { steps }] of lanes.entries()) {
    for (const step of steps) {
      trace[step] = lane;
    }
  }
  return trace;
}
