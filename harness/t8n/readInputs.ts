/**
 * Where the inputs of a transition come from.
 *
 * Owns files and stdin, and that the parts on stdin are one object. Does not understand them.
 */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { asIs, fieldsOf } from '../input/fields.ts';
import { Refusal } from '../input/refusal.ts';
import { T8nError } from './t8nError.ts';

/** Names of files, or `stdin`. */
export interface InputPlaces {
  readonly alloc: string;
  readonly env: string;
  readonly txs: string;
}

/** The inputs as they were written. */
export type RawInputs = Readonly<Record<keyof InputPlaces, unknown>>;

const STDIN = 'stdin';

/** Reads all of them. Throws `T8nError`. */
export async function readInputs(places: InputPlaces, stdin: Readable): Promise<RawInputs> {
  const isPiped = Object.values(places).includes(STDIN);
  const piped = isPiped ? parsed(await text(stdin), STDIN) : {};
  const partOf = async (name: keyof InputPlaces): Promise<unknown> =>
    places[name] === STDIN ? partOfStdin(piped, name) : parsed(await fileText(places[name]), name);
  return { alloc: await partOf('alloc'), env: await partOf('env'), txs: await partOf('txs') };
}

async function fileText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new T8nError('io', `failed reading ${file}`, { cause: error });
  }
}

function parsed(content: string, name: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new T8nError('json', `failed unmarshalling ${name}: it is not JSON`, { cause: error });
  }
}

/** Without a state it is empty, and without transactions there are none. */
const WHEN_ABSENT: Readonly<Partial<Record<string, unknown>>> = { alloc: {}, txs: [] };

function partOfStdin(piped: unknown, name: string): unknown {
  try {
    const from = fieldsOf(piped, STDIN);
    if (name === 'txs' && from.has('txsRlp')) return from.required('txsRlp', asIs);
    if (!from.has(name) && name in WHEN_ABSENT) return WHEN_ABSENT[name];
    return from.required(name, asIs);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new T8nError('json', `failed unmarshalling ${error.message}`, { cause: error });
  }
}
