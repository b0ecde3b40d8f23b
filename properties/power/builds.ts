/**
 * How engines are built from a copy of the compiled engine, broken or honest.
 *
 * Owns the set-ups by name, and which schedules a block is put to in each.
 */
import type { Engine, Schedule } from '#engine/api/index.js';
import type { Defect } from '#engine/primitives/defects.js';
import { openDoor } from '../saboteurs/workshop.ts';

/** Set-ups in simulation, which saboteurs are tried in. */
export const BUILDS = ['serial', 'block-stm', 'block-stm-suspending', 'v1', 'v1-hinted'] as const;
/** Set-ups on real threads, which only honest engines are tried in. */
export const THREAD_BUILDS = ['block-stm-threads', 'v1-threads'] as const;

/** Name of a set-up. */
export type BuildName = (typeof BUILDS)[number] | (typeof THREAD_BUILDS)[number];

const LANES = 3;
const THREADS = 2;

/** Opens the engine in `folder`, a copy of the compiled engine, set up as named. */
export async function openBuild(
  folder: string,
  build: BuildName,
  defect: Defect | null,
): Promise<Engine> {
  const door = await openDoor(folder);
  const saboteur = defect === null ? {} : { saboteur: defect };
  const simulated = {
    lanes: LANES,
    runtime: { kind: 'simulation', seed: 0n },
    ...saboteur,
  } as const;
  switch (build) {
    case 'serial':
      return door.createSerialEngine();
    case 'block-stm':
      return door.createBlockSTMEngine(simulated);
    case 'block-stm-suspending':
      return door.createBlockSTMEngine({ ...simulated, onEstimate: 'suspend' });
    case 'v1':
      return door.createMultiRoundEngine({ ...simulated, hints: 'none' });
    case 'v1-hinted':
      return door.createMultiRoundEngine({ ...simulated, hints: 'all' });
    case 'block-stm-threads':
      return door.createBlockSTMEngine({ lanes: THREADS, minParallel: 0 });
    case 'v1-threads':
      return door.createMultiRoundEngine({ lanes: THREADS, minParallel: 0 });
    default:
      return build satisfies never;
  }
}

/** Schedules for the block of a number: a walk, and one that prefers some lanes. */
export function schedulesFor(build: BuildName, index: number): readonly (Schedule | null)[] {
  const isScheduled = build !== 'serial' && !THREAD_BUILDS.some((name) => name === build);
  return isScheduled ? [`random:${index}`, `pct5:${index}`] : [null];
}
