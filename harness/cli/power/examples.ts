/**
 * Blocks that have shown what is wrong with a broken engine, in files.
 *
 * Owns how they are named, how they are written while a campaign goes on, and the replay of one: on
 * the broken engine, where it must show again, and on the honest one, where it must not.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createSerialEngine } from '#engine/index.js';
import { Accused } from '#properties/power/accused.js';
import {
  type Example,
  ExampleError,
  readExample,
  show,
  writeExample,
} from '#properties/power/example.js';
import { type Suspect, SUSPECTS } from '#properties/power/suspects.js';
import { Workshop } from '#properties/saboteurs/workshop.js';
import { printable } from '../../input/printable.ts';
import { counted } from '../../report/words.ts';
import { ArgumentError } from '../argumentError.ts';
import { EXIT_DIVERGENCE, EXIT_INCONCLUSIVE } from '../exitCodes.ts';
import type { Session } from '../session.ts';

/** Makes the folder. Returns what writes an example into it. */
export function exampleKeeper(folder: string): (example: Example) => void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const remedy = 'name a folder that can be written';
    throw new ArgumentError({ flag: '--shrink', problem: printable(problem), remedy });
  }
  return (example) => {
    writeExample(join(folder, `${example.id.replaceAll('/', '--')}.json`), example);
  };
}

/** Shows an example again. Resolves with the exit code. */
export async function replayExample(session: Session, path: string): Promise<number> {
  const { example, suspect } = exampleAt(path);
  const { law, spec } = example;
  const size = counted(spec.transactions.length, 'transaction');
  session.say(`${example.id}, by ${law}: ${size} under ${spec.fork}`);
  const workshop = await Workshop.open();
  try {
    const { id, edits, build, defect } = suspect;
    const broken = { folder: await workshop.copy({ id, edits }), build, defect };
    const honest = { folder: await workshop.copy(null), build, defect: null };
    const words = await shown(example, broken);
    const control = await shown(example, honest);
    session.say(`the broken engine: ${words ?? 'nothing'}`);
    session.say(`the honest engine: ${control ?? 'nothing'}`);
    const again = words !== null && control === null;
    session.say(again ? 'It shows again.' : 'It does not show what it did.');
    const exit = again ? EXIT_DIVERGENCE : EXIT_INCONCLUSIVE;
    return await session.finish({ ...example, words, control, again }, exit);
  } finally {
    await workshop.close();
  }
}

async function shown(
  example: Example,
  charge: Parameters<typeof Accused.open>[0],
): Promise<string | null> {
  const accused = await Accused.open(charge);
  try {
    return await show(example, { accused, serial: createSerialEngine() });
  } finally {
    await accused.close();
  }
}

function exampleAt(path: string): { readonly example: Example; readonly suspect: Suspect } {
  const example = exampleIn(path);
  const suspect = SUSPECTS.find(({ id }) => id === example.id);
  if (suspect === undefined) throw refusal(`no broken engine is called ${example.id}`);
  return { example, suspect };
}

function exampleIn(path: string): Example {
  try {
    return readExample(path);
  } catch (error) {
    throw error instanceof ExampleError ? refusal(error.message) : error;
  }
}

function refusal(problem: string): ArgumentError {
  const remedy = 'name a file that `lockstep power --shrink` has written';
  return new ArgumentError({ flag: '--replay', problem: printable(problem), remedy });
}
