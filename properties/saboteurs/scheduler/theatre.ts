/**
 * The inside of a copied engine, where a saboteur is watched.
 *
 * Owns the way from a folder to the functions in it. Everything that looks at the broken engine is
 * from the same copy: its stage, its checks, its errors. Nothing else may be mixed in.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { evmScenario } from '#engine/engines/evmScenario.js';
import type { ParallelEngine } from '#engine/engines/parallelEngine.js';
import type { SimulatedRuntime } from '#engine/lanes/simulated/simulatedRuntime.js';
import type { ThreadRuntime } from '#engine/lanes/threads/threadRuntime.js';
import type { Defect } from '#engine/primitives/defects.js';
import type { SchedulerKind } from '#engine/schedulers/kinds.js';
import type { explore } from '#engine/simulation/explorer/explorer.js';
import type { Checks } from '#engine/simulation/checks.js';
import type { failedSchedule } from '#engine/simulation/failure.js';
import type { replayPicker } from '#engine/simulation/pickers/replay.js';
import type { sample } from '#engine/simulation/sampler.js';
import type { scriptedScenario } from '#engine/simulation/scenario.js';
import type { Stage } from '#engine/simulation/stage.js';
import type { walk } from '#engine/simulation/walk.js';
import type { Sabotage } from '../saboteur.ts';
import type { Workshop } from '../workshop.ts';
import { BLOCKS_ALLOC, type NamedBlock } from './blocks.ts';

/** What a copy shows of itself. */
export interface Theatre {
  readonly Stage: typeof Stage;
  readonly Checks: typeof Checks;
  readonly explore: typeof explore;
  readonly failedSchedule: typeof failedSchedule;
  readonly replayPicker: typeof replayPicker;
  readonly sample: typeof sample;
  readonly scriptedScenario: typeof scriptedScenario;
  readonly walk: typeof walk;
  readonly evmScenario: typeof evmScenario;
  readonly ParallelEngine: typeof ParallelEngine;
  readonly SimulatedRuntime: typeof SimulatedRuntime;
  readonly ThreadRuntime: typeof ThreadRuntime;
}

/** The name of each part and the module it is in. */
const PARTS: Readonly<Record<keyof Theatre, string>> = {
  Stage: 'simulation/stage.js',
  Checks: 'simulation/checks.js',
  explore: 'simulation/explorer/explorer.js',
  failedSchedule: 'simulation/failure.js',
  replayPicker: 'simulation/pickers/replay.js',
  sample: 'simulation/sampler.js',
  scriptedScenario: 'simulation/scenario.js',
  walk: 'simulation/walk.js',
  evmScenario: 'engines/evmScenario.js',
  ParallelEngine: 'engines/parallelEngine.js',
  SimulatedRuntime: 'lanes/simulated/simulatedRuntime.js',
  ThreadRuntime: 'lanes/threads/threadRuntime.js',
};

/** Makes a copy of the engine with that defect, or honest, and loads its inside. */
export async function openTheatre(workshop: Workshop, sabotage: Sabotage | null): Promise<Theatre> {
  return await loadTheatre(await workshop.copy(sabotage));
}

/** Loads the inside of a copy of the compiled engine. */
export async function loadTheatre(folder: string): Promise<Theatre> {
  const parts: Record<string, unknown> = {};
  for (const [name, path] of Object.entries(PARTS)) {
    const module: unknown = await import(pathToFileURL(join(folder, path)).href);
    parts[name] = new Map(Object.entries(module ?? {})).get(name);
  }
  if (!isTheatre(parts)) throw new TypeError(`${folder} is no copy of the engine`);
  return parts;
}

/** Lanes on a stage, and who tells them what to do. */
export interface Lanes {
  readonly lanes: number;
  readonly fibres: number;
  /** Default `block-stm`. */
  readonly scheduler?: SchedulerKind;
  /** A switch of the engine's own. Default: none. */
  readonly defect?: Defect | null;
}

/** Sets a block on a stage of that theatre. */
export async function setStage(
  theatre: Theatre,
  { scripts }: NamedBlock,
  { lanes, fibres, scheduler = 'block-stm', defect = null }: Lanes,
): Promise<Stage<bigint>> {
  const scenario = await theatre.scriptedScenario(scripts, BLOCKS_ALLOC);
  return theatre.Stage.open(scenario, { lanes, fibres, scheduler, defect });
}

function isTheatre(parts: object): parts is Theatre {
  const found = new Map(Object.entries(parts));
  return Object.keys(PARTS).every((name) => typeof found.get(name) === 'function');
}
