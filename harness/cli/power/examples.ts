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
import { type Suspect, suspectNamed } from '#properties/power/suspects.js';
import { Workshop } from '#properties/saboteurs/workshop.js';
import { lockstepLine } from '../../certify/commandLine.ts';
import { printable } from '../../input/printable.ts';
import { counted } from '../../report/words.ts';
import { ArgumentError } from '../argumentError.ts';
import { EXIT_DIVERGENCE, EXIT_INCONCLUSIVE } from '../exitCodes.ts';
import type { Session } from '../session.ts';
import { tokenFor } from './token.ts';

/** Writes an example into a folder. Resolves with what to say of it. */
export type ExampleKeeper = (example: Example) => Promise<string>;

/** Makes the folder. Returns what writes examples into it. */
export function exampleKeeper(folder: string): ExampleKeeper {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const remedy = 'name a folder that can be written';
    throw new ArgumentError({ flag: '--shrink', problem: printable(problem), remedy });
  }
  return async (example) => {
    const path = join(folder, `${example.id.replaceAll('/', '--')}.json`);
    writeExample(path, example);
    const size = counted(example.spec.transactions.length, 'transaction');
    const token = await tokenFor(example, suspectNamed(example.id));
    const lines = [`${example.id}: ${size}, by ${example.law}: ${example.words}`];
    lines.push(`  ${lockstepLine(['power', '--replay', path])}`);
    if (token !== null) lines.push(`  ${token}`);
    return lines.join('\n');
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
  try {
    const example = readExample(path);
    return { example, suspect: suspectNamed(example.id) };
  } catch (error) {
    if (!(error instanceof ExampleError || error instanceof RangeError)) throw error;
    const remedy = 'name a file that `lockstep power --shrink` has written';
    throw new ArgumentError({ flag: '--replay', problem: printable(error.message), remedy });
  }
}
