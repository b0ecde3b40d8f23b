/**
 * How engines are built from a copy of the compiled engine, broken or honest.
 *
 * Owns the set-ups by name, and which schedules a block is put to in each.
 */
import type { Engine, HintChoice, Schedule } from '#engine/api/index.js';
import type { Defect } from '#engine/primitives/defects.js';
import { openDoor } from '../saboteurs/workshop.ts';

/** Set-ups in simulation, which saboteurs are tried in. */
export const BUILDS = [
  'serial',
  'block-stm',
  'block-stm-suspending',
  'v1',
  'v1-hinted',
  'v1-disk',
  'v2',
  'v2-hinted',
] as const;
/** Set-ups on real threads, which only honest engines are tried in. */
export const THREAD_BUILDS = ['block-stm-threads', 'v1-threads', 'v2-threads'] as const;

/** Name of a set-up. */
export type BuildName = (typeof BUILDS)[number] | (typeof THREAD_BUILDS)[number];

/** What an engine is built as. */
export interface BuildOptions {
  readonly build: BuildName;
  /** A switch of the engine's own. */
  readonly defect: Defect | null;
  /** Default: as the set-up has them. */
  readonly lanes?: number;
  /** Of `v1` only; default: as the set-up has them. */
  readonly hints?: HintChoice;
}

const LANES = 3;
const THREADS = 2;

/** Opens the engine in `folder`, a copy of the compiled engine, set up as told. */
export async function openBuild(folder: string, options: BuildOptions): Promise<Engine> {
  const door = await openDoor(folder);
  const { build, defect, lanes = LANES, hints } = options;
  const saboteur = defect === null ? {} : { saboteur: defect };
  const simulated = { lanes, runtime: { kind: 'simulation', seed: 0n }, ...saboteur } as const;
  const threaded = { lanes: options.lanes ?? THREADS, minParallel: 0, ...saboteur };
  switch (build) {
    case 'serial':
      return door.createSerialEngine();
    case 'block-stm':
      return door.createBlockSTMEngine(simulated);
    case 'block-stm-suspending':
      return door.createBlockSTMEngine({ ...simulated, onEstimate: 'suspend' });
    case 'v1':
      return door.createMultiRoundEngine({ ...simulated, hints: hints ?? 'none' });
    case 'v1-hinted':
      return door.createMultiRoundEngine({ ...simulated, hints: hints ?? 'all' });
    case 'v1-disk':
      return door.createMultiRoundEngine({ ...simulated, hints: hints ?? 'all', store: {} });
    case 'v2':
      return door.createAsynchronousEngine({ ...simulated, hints: hints ?? 'none' });
    case 'v2-hinted':
      return door.createAsynchronousEngine({ ...simulated, hints: hints ?? 'all' });
    case 'block-stm-threads':
      return door.createBlockSTMEngine(threaded);
    case 'v1-threads':
      return door.createMultiRoundEngine({ ...threaded, hints: hints ?? 'all' });
    case 'v2-threads':
      return door.createAsynchronousEngine({ ...threaded, hints: hints ?? 'all' });
    default:
      return build satisfies never;
  }
}

/** Whether lanes of this set-up run in simulation, where schedules are chosen. */
export function isScheduled(build: BuildName): boolean {
  return build !== 'serial' && !isThreaded(build);
}

/** Whether lanes of this set-up are real threads. */
export function isThreaded(build: BuildName): boolean {
  return THREAD_BUILDS.some((name) => name === build);
}

/** Whether this set-up is of an engine that can be told what to expect. */
export function isHinted(build: BuildName): boolean {
  return build.startsWith('v');
}

/** Schedules for the block of a number: a walk, and one that prefers some lanes. */
export function schedulesFor(build: BuildName, index: number): readonly (Schedule | null)[] {
  return isScheduled(build) ? [`random:${index}`, `pct5:${index}`] : [null];
}
