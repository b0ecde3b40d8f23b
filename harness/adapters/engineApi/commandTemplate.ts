/**
 * The command of a client, in which places stand for what changes from block to block.
 *
 * Owns the places and the clients whose flags are known. A command that names no place gets the
 * flags of its program; those of the user stay in front of them.
 */
import { basename } from 'node:path';
import { InputError } from '#fixtures/input/inputError.js';
import { type CommandWords, commandWords } from '../stdio/commandWords.ts';

/** What a client is told at its start; each is written in braces in a command. */
export interface Places {
  /** File of the genesis, in go-ethereum's form. */
  readonly genesis: string;
  /** An empty folder for its data. */
  readonly data: string;
  /** Where the Engine API is to listen, on loopback. */
  readonly port: string;
  /** File of the secret that both sides sign with, in hexadecimal. */
  readonly jwt: string;
}

const PLACES = ['genesis', 'data', 'port', 'jwt'] as const satisfies readonly (keyof Places)[];

/** Program → its words: alone on loopback, no peers, as little memory as it can. */
const KNOWN: Readonly<Record<string, string>> = {
  geth: [
    '--datadir {data} --override.genesis {genesis}',
    '--authrpc.port {port} --authrpc.jwtsecret {jwt}',
    '--syncmode full --nodiscover --maxpeers 0 --port 0 --nat none',
    '--ipcdisable --cache 64 --verbosity 1',
  ].join(' '),
};

/** Reads a command. Throws `InputError` where it leaves a client without its genesis or port. */
export function readTemplate(command: string): CommandWords {
  const { program, words } = commandWords(command);
  const missing = PLACES.filter((place) => !words.some((word) => word.includes(`{${place}}`)));
  if (missing.length === 0) return { program, words };
  const known = missing.length === PLACES.length ? KNOWN[basename(program)] : undefined;
  if (known !== undefined) return { program, words: [...words, ...known.split(' ')] };
  const names = missing.map((place) => `{${place}}`).join(', ');
  throw new InputError({
    file: `engine-api:${command}`,
    field: '',
    problem: `does not say where the client is told ${names}`,
    remedy:
      'write the places into its flags (--genesis-file {genesis} --data-path {data} ...);' +
      ` ${Object.keys(KNOWN).join(', ')} need none`,
  });
}

/** The words with everything in its place. */
export function fillTemplate(words: readonly string[], places: Places): readonly string[] {
  return words.map((word) =>
    PLACES.reduce((filled, place) => filled.replaceAll(`{${place}}`, places[place]), word),
  );
}
