/**
 * One life of a client: a process on a genesis, asked over the Engine API and ended.
 *
 * Owns its folder, its port on loopback, the token that goes with each request (Engine API,
 * "Authentication") and the wait until it answers. No shell sees the command.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SignJWT } from 'jose';
import type { Bytes32 } from '#engine/api/index.js';
import { fieldsOf } from '../../input/fields.ts';
import { bytes32 } from '../../input/hexadecimal.ts';
import { within } from '../../input/patience.ts';
import { HttpRpc } from '../node/jsonRpc.ts';
import type { CommandWords } from '../stdio/commandWords.ts';
import { LastWords } from '../stdio/lastWords.ts';
import { fillTemplate } from './commandTemplate.ts';

const START_MILLISECONDS_MAX = 60_000;
const LEAVE_MILLISECONDS_MAX = 2_000;
const KNOCK_MILLISECONDS = 25;
/** Between a broken connection and the end of the process behind it. */
const DEATH_MILLISECONDS = 500;

/** Which client to start, and where its chain begins. */
export interface Start {
  /** With places in its words. */
  readonly command: CommandWords;
  /** To be written as JSON. */
  readonly genesis: object;
  readonly signal: AbortSignal | undefined;
}

/** A client that answers. */
export interface LiveClient {
  readonly rpc: HttpRpc;
  /** Of its block 0. */
  readonly genesisHash: Bytes32;
}

/** Starts a client for as long as `use` lasts. Rejects where it does not come up, or dies. */
export async function withClient<T>(
  { command, genesis, signal }: Start,
  use: (client: LiveClient) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-client-'));
  try {
    const secret = randomBytes(32);
    const port = String(await freePort());
    const files = { genesis: join(folder, 'genesis.json'), jwt: join(folder, 'jwt.hex') };
    await writeFile(files.genesis, JSON.stringify(genesis));
    await writeFile(files.jwt, secret.toString('hex'), { mode: 0o600 });
    const words = fillTemplate(command.words, { ...files, port, data: join(folder, 'data') });
    const rpc = new HttpRpc(`http://127.0.0.1:${port}`, async () => await authorization(secret));
    return await withProcess({ program: command.program, words }, signal, async (ended) => {
      return await use({ rpc, genesisHash: await genesisHashOf(rpc, ended) });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs a program beside `use`, which hears when the program has ended. */
async function withProcess<T>(
  { program, words }: CommandWords,
  signal: AbortSignal | undefined,
  use: (ended: AbortSignal) => Promise<T>,
): Promise<T> {
  const child = spawn(program, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    killSignal: 'SIGKILL',
    ...(signal !== undefined && { signal }),
  });
  const said = new LastWords(0, () => undefined);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said.take(chunk);
    });
  }
  const over = new AbortController();
  const death = deathOf(child, said);
  try {
    return await Promise.race([use(over.signal), death]);
  } catch (error) {
    // Of a connection that broke, the death of the client is the better reason.
    if (error instanceof TypeError) await within(DEATH_MILLISECONDS, death);
    throw error;
  } finally {
    over.abort();
    await end(child);
  }
}

/** Never resolves. */
async function deathOf(child: ChildProcess, said: LastWords): Promise<never> {
  return await new Promise<never>((_, reject) => {
    child.once('error', (error) => {
      reject(new Error(`the client cannot be started: ${error.message}`, { cause: error }));
    });
    child.once('close', (code, signal) => {
      const how = signal ?? `code ${String(code)}`;
      reject(new Error(`the client ended (${how}): ${said.quoted ?? 'without a word'}`));
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await within(LEAVE_MILLISECONDS_MAX, exited);
}

/** Asks until it answers. */
async function genesisHashOf(rpc: HttpRpc, ended: AbortSignal): Promise<Bytes32> {
  const latest = performance.now() + START_MILLISECONDS_MAX;
  for (;;) {
    try {
      const genesis = await rpc.ask('eth_getBlockByNumber', '0x0', false);
      return fieldsOf(genesis, 'eth_getBlockByNumber').required('hash', bytes32);
    } catch (error) {
      // Nobody listens there yet; whatever answers is the client.
      if (!(error instanceof TypeError)) throw error;
      if (performance.now() > latest) {
        throw new Error('the client does not answer on the port of the Engine API', {
          cause: error,
        });
      }
    }
    ended.throwIfAborted();
    await pause(KNOCK_MILLISECONDS);
  }
}

/** A token as old as the request: clients take none that is older than a minute. */
async function authorization(secret: Uint8Array): Promise<{ readonly authorization: string }> {
  const token = await new SignJWT().setProtectedHeader({ alg: 'HS256' }).setIssuedAt().sign(secret);
  return { authorization: `Bearer ${token}` };
}

/** Free a moment ago; that is all that anybody can know. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new TypeError('a port is a number');
  return address.port;
}
