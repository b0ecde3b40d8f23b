/**
 * Builds engines that are broken on purpose.
 *
 * Owns a temporary folder with one copy of the compiled engine a saboteur, where packages resolve
 * as they do for the engine itself. The engine in use is never touched. A saboteur that does not
 * apply exactly once is an error: the code has moved on, and the defect would be tested no longer.
 */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Engine } from '#engine/api/index.js';
import type * as Door from '#engine/index.js';
import type { Edit, Sabotage, Saboteur } from './saboteur.ts';

/** The compiled engine in use. */
export const ENGINE_FOLDER: string = fileURLToPath(new URL('../../engine', import.meta.url));
/** Below `node_modules`, so that the copies find the packages and every tool looks away. */
const CACHE_FOLDER = fileURLToPath(new URL('../../../node_modules/.cache', import.meta.url));

/** A saboteur that is not what it claims to be. */
export class SaboteurError extends Error {
  constructor(id: string, { file }: Edit, problem: string) {
    super(`the saboteur ${id} ${problem} in engine/${file}`);
    this.name = 'SaboteurError';
  }
}

/** Where saboteurs are made. Close it, or its folder stays. */
export class Workshop {
  readonly #folder: string;
  #engines = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Opens a workshop with a folder of its own. */
  static async open(): Promise<Workshop> {
    await mkdir(CACHE_FOLDER, { recursive: true });
    return new Workshop(await mkdtemp(join(CACHE_FOLDER, 'lockstep-saboteurs-')));
  }

  /**
   * Makes the engine `serial` out of a copy, with the defect of `saboteur` or, for `null`, honest.
   * Rejects with a `SaboteurError` when the text to replace is not there exactly once.
   */
  async build(saboteur: Saboteur | null): Promise<Engine> {
    const folder = await this.copy(saboteur && { id: saboteur.id, edits: [saboteur] });
    return (await openDoor(folder)).createSerialEngine();
  }

  /** Makes a copy of the compiled engine that is broken, or not, in the same way; returns where. */
  async copy(sabotage: Sabotage | null): Promise<string> {
    const copy = join(this.#folder, String(this.#engines));
    const engine = join(copy, 'engine');
    this.#engines += 1;
    await cp(ENGINE_FOLDER, engine, {
      recursive: true,
      filter: (path) => !path.endsWith('.map') && !path.endsWith('.d.ts'),
    });
    await writeFile(join(copy, 'package.json'), '{ "type": "module" }');
    for (const edit of sabotage?.edits ?? []) {
      await make(edit, sabotage?.id ?? '', engine);
    }
    return engine;
  }

  /** Removes the folder. Engines that were built go on running. */
  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function make(edit: Edit, id: string, engine: string): Promise<void> {
  const { file, find, replace } = edit;
  if (find === replace) throw new SaboteurError(id, edit, 'changes nothing');
  const path = join(engine, file);
  const pieces = (await readFile(path, 'utf8')).split(find);
  const count = pieces.length - 1;
  if (count !== 1) throw new SaboteurError(id, edit, `finds its text ${count} times, not once,`);
  await writeFile(path, pieces.join(replace));
}

/** Loads the door of a copy of the compiled engine. */
export async function openDoor(folder: string): Promise<typeof Door> {
  const door: unknown = await import(pathToFileURL(join(folder, 'index.js')).href);
  if (!isDoor(door)) throw new TypeError(`${folder} is no copy of the engine`);
  return door;
}

function isDoor(door: unknown): door is typeof Door {
  return typeof door === 'object' && door !== null && 'createSerialEngine' in door;
}
