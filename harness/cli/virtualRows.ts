/**
 * Row after row in virtual time.
 *
 * Owns the order (workload, engine, what an unready read does, lanes) and what an interrupt does:
 * rows that are complete are kept. The command and the benchmark of the gate both come here.
 */
import { setImmediate } from 'node:timers/promises';
import type { Fork, OnEstimate, VirtualRow } from '#engine/api/index.js';
import { VirtualTime } from '#engine/engines/virtualTime.js';
import type { VirtualEngineName } from '#engine/simulation/virtualEngineNames.js';
import type { ProgressStep } from '../report/progress.ts';
import { virtualBlock } from './virtualWorkloads.ts';

/** What to run. */
export interface VirtualPlan {
  readonly workloads: readonly string[];
  readonly engines: readonly VirtualEngineName[];
  readonly onEstimate: readonly OnEstimate[];
  readonly lanes: readonly number[];
  readonly txs: number | undefined;
  readonly seed: number;
  readonly fork: Fork;
  readonly fixtures: string | undefined;
  /** In microseconds. */
  readonly coldRead: number;
}

/** Who listens. */
export interface VirtualListener {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (step: ProgressStep) => void;
  readonly onRow?: (row: VirtualRow) => void;
}

/** What came of it. */
export interface VirtualRows {
  readonly rows: readonly VirtualRow[];
  /** Whether it ended before the plan did. */
  readonly interrupted: boolean;
}

/** Runs the plan. Resolves with the complete rows when it is interrupted. */
export async function virtualRows(
  plan: VirtualPlan,
  listener: VirtualListener = {},
): Promise<VirtualRows> {
  const rows: VirtualRow[] = [];
  const keep = (row: VirtualRow): void => {
    rows.push(row);
    listener.onRow?.(row);
  };
  try {
    for (const name of plan.workloads) await runWorkload(name, plan, { ...listener, onRow: keep });
  } catch (error) {
    if (listener.signal?.aborted !== true) throw error;
    return { rows, interrupted: true };
  }
  return { rows, interrupted: false };
}

async function runWorkload(
  name: string,
  plan: VirtualPlan,
  { signal, onProgress, onRow }: VirtualListener,
): Promise<void> {
  const show = (done: number, total: number | null, current: string): void =>
    onProgress?.({ phase: name, done, total, current });
  // A turn of the event loop, so that interrupts are heard.
  const breathe = async (): Promise<void> => {
    await setImmediate();
    signal?.throwIfAborted();
  };
  await breathe();
  show(0, null, 'building the block and executing it in order');
  const block = await virtualBlock({ ...plan, name });
  await breathe();
  const total = block.kinds.length;
  const virtual = await VirtualTime.open(block);
  for (const order of ordersOf(plan)) {
    const current = `${order.engine} on ${String(order.lanes)} lanes, ${order.onEstimate}`;
    const pause = async (finalEnd: number): Promise<void> => {
      show(finalEnd, total, current);
      await breathe();
    };
    await pause(0);
    onRow?.(await virtual.row({ ...order, pause }));
  }
}

function ordersOf({ engines, onEstimate, lanes }: VirtualPlan): readonly {
  readonly engine: VirtualEngineName;
  readonly onEstimate: OnEstimate;
  readonly lanes: number;
}[] {
  return engines.flatMap((engine) =>
    onEstimate.flatMap((what) =>
      lanes.map((count) => ({ engine, onEstimate: what, lanes: count })),
    ),
  );
}
