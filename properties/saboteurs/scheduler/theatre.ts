/**
 * The simulation of a copied engine, where a saboteur is watched.
 *
 * Owns the way from a folder to the functions in it. Everything that looks at the broken engine is
 * from the same copy: its stage, its checks, its errors. Nothing else may be mixed in.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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
}

/** The name of each part and the module it is in. */
const PARTS: Readonly<Record<keyof Theatre, string>> = {
  Stage: 'stage.js',
  Checks: 'checks.js',
  explore: 'explorer/explorer.js',
  failedSchedule: 'failure.js',
  replayPicker: 'pickers/replay.js',
  sample: 'sampler.js',
  scriptedScenario: 'scenario.js',
  walk: 'walk.js',
};

/** Makes a copy of the engine with that defect, or honest, and loads its simulation. */
export async function openTheatre(workshop: Workshop, sabotage: Sabotage | null): Promise<Theatre> {
  const folder = join(await workshop.copy(sabotage), 'simulation');
  const parts: Record<string, unknown> = {};
  for (const [name, path] of Object.entries(PARTS)) {
    const module: unknown = await import(pathToFileURL(join(folder, path)).href);
    parts[name] = new Map(Object.entries(module ?? {})).get(name);
  }
  if (!isTheatre(parts)) throw new TypeError(`${folder} is not the simulation of an engine`);
  return parts;
}

/** Lanes on a stage. */
interface Lanes {
  readonly lanes: number;
  readonly fibres: number;
}

/** Sets a block on a stage of that theatre. */
export async function setStage(
  theatre: Theatre,
  { scripts }: NamedBlock,
  { lanes, fibres }: Lanes,
): Promise<Stage<bigint>> {
  const scenario = await theatre.scriptedScenario(scripts, BLOCKS_ALLOC);
  return theatre.Stage.open(scenario, { lanes, fibres, defect: null });
}

function isTheatre(parts: object): parts is Theatre {
  const found = new Map(Object.entries(parts));
  return Object.keys(PARTS).every((name) => typeof found.get(name) === 'function');
}
