/**
 * Row after row in virtual time.
 *
 * Owns the order (workload, engine, what an unready read does, lanes), that a row which fails a
 * check stops no other, and what an interrupt does: rows that are complete are kept. The command
 * and the benchmark of the gate both come here.
 */
import { setImmediate } from 'node:timers/promises';
import type { Fork, HintChoice, OnEstimate, VirtualRow } from '#engine/api/index.js';
import { VirtualTime } from '#engine/engines/virtualTime.js';
import type { Defect } from '#engine/primitives/defects.js';
import { type AsynchronousTuning, USUAL_TUNING } from '#engine/schedulers/readyRows.js';
import { failedSchedule, type FailureKind } from '#engine/simulation/failure.js';
import {
  hasEstimates,
  takesHints,
  type VirtualEngineName,
} from '#engine/simulation/virtualEngineNames.js';
import type { ProgressStep } from '../report/progress.ts';
import { virtualBlock } from './virtualWorkloads.ts';

/** What to run. */
export interface VirtualPlan {
  readonly workloads: readonly string[];
  readonly engines: readonly VirtualEngineName[];
  readonly onEstimate: readonly OnEstimate[];
  /** For engines that plan. */
  readonly hints: readonly HintChoice[];
  readonly lanes: readonly number[];
  readonly txs: number | undefined;
  readonly seed: number;
  readonly fork: Fork;
  readonly fixtures: string | undefined;
  /** In microseconds. */
  readonly coldRead: number;
  /** What is wrong on purpose. */
  readonly saboteur?: Defect | null;
  /** Of v2. Default: as usual. */
  readonly tuning?: AsynchronousTuning;
}

/** A row that could not be made: its schedule failed a check. */
export interface VirtualFailure {
  readonly engine: VirtualEngineName;
  readonly workload: string;
  readonly lanes: number;
  readonly onEstimate: OnEstimate;
  readonly hints: HintChoice;
  readonly kind: FailureKind;
  readonly message: string;
}

/** Who listens. */
export interface VirtualListener {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (step: ProgressStep) => void;
}

/** What came of it. */
export interface VirtualRows {
  readonly rows: readonly VirtualRow[];
  readonly failures: readonly VirtualFailure[];
  /** Whether it ended before the plan did. */
  readonly interrupted: boolean;
}

/** Runs the plan. Resolves with the complete rows when it is interrupted. */
export async function virtualRows(
  plan: VirtualPlan,
  listener: VirtualListener = {},
): Promise<VirtualRows> {
  const rows: VirtualRow[] = [];
  const failures: VirtualFailure[] = [];
  const keep = (made: VirtualRow | VirtualFailure): void => {
    if ('kind' in made) failures.push(made);
    else rows.push(made);
  };
  try {
    for (const name of plan.workloads) await runWorkload(name, plan, { ...listener, keep });
  } catch (error) {
    if (error instanceof Interrupted) return { rows, failures, interrupted: true };
    throw error;
  }
  return { rows, failures, interrupted: false };
}

/** Raised where an interrupt is heard. */
class Interrupted extends Error {}

type Keep = (made: VirtualRow | VirtualFailure) => void;

async function runWorkload(
  name: string,
  plan: VirtualPlan,
  { signal, onProgress, keep }: VirtualListener & { readonly keep: Keep },
): Promise<void> {
  const show = (done: number, total: number | null, current: string): void =>
    onProgress?.({ phase: name, done, total, current });
  // A turn of the event loop, so that interrupts are heard.
  const breathe = async (): Promise<void> => {
    await setImmediate();
    if (signal?.aborted === true) throw new Interrupted();
  };
  await breathe();
  show(0, null, 'building the block and executing it in order');
  const block = await virtualBlock({ ...plan, name });
  await breathe();
  const total = block.kinds.length;
  const virtual = await VirtualTime.open(block);
  for (const order of ordersOf(plan)) {
    const { engine, lanes, onEstimate, hints } = order;
    const current = `${engine} on ${String(lanes)} lanes, ${onEstimate}, hints ${hints}`;
    const pause = async (finalEnd: number): Promise<void> => {
      show(finalEnd, total, current);
      await breathe();
    };
    await pause(0);
    try {
      const { saboteur = null, tuning = USUAL_TUNING } = plan;
      keep(await virtual.row({ ...order, saboteur, tuning, pause }));
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      const { kind, message } = failedSchedule(error, []);
      keep({ ...order, workload: name, kind, message });
    }
  }
}

type Order = Pick<VirtualFailure, 'engine' | 'onEstimate' | 'hints' | 'lanes'>;

/** What makes no difference to an engine is varied for others only. */
function ordersOf({ engines, onEstimate, hints, lanes }: VirtualPlan): readonly Order[] {
  return engines.flatMap((engine) => {
    const ways = onEstimate.filter((way) => way === 'abort' || hasEstimates(engine));
    const told: readonly HintChoice[] = takesHints(engine) ? hints : ['none'];
    return ways.flatMap((way) =>
      told.flatMap((choice) =>
        lanes.map((count) => ({ engine, onEstimate: way, hints: choice, lanes: count })),
      ),
    );
  });
}
