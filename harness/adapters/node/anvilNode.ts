/**
 * anvil, Foundry's node on revm, from its npm package.
 *
 * Owns its process: a new one for each chain, since only a new one takes a genesis. It listens on
 * loopback, on a port that the system chooses and anvil itself reports.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Fork } from '#engine/api/index.js';
import { BEACON_ROOTS_ADDRESS, HISTORY_STORAGE_ADDRESS } from '#generators/build/predeploys.js';
import { fieldsOf, text } from '../../input/fields.ts';
import { within } from '../../input/patience.ts';
import { isFrom } from '../../input/vocabulary.ts';
import type { DevNode, Genesis, NodeKind } from './devNode.ts';
import type { CommandWords } from '../stdio/commandWords.ts';
import type { Environment } from '../stdio/limits.ts';
import { HttpRpc } from './jsonRpc.ts';

const START_MILLISECONDS_MAX = 20_000;
const LEAVE_MILLISECONDS_MAX = 2_000;

/** As `--hardfork` spells them. */
const HARDFORKS: ReadonlyMap<Fork, string> = new Map([
  ['Cancun', 'cancun'],
  ['Prague', 'prague'],
  ['Osaka', 'osaka'],
]);

/**
 * Opens anvil, which sees these variables and no others. Rejects where there is no binary for this
 * machine.
 */
export async function openAnvil(environment: Environment = {}): Promise<NodeKind> {
  const { program, version } = await findAnvil();
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-anvil-'));
  return {
    name: 'anvil',
    version,
    forks: [...HARDFORKS.keys()],
    neverCalled: [BEACON_ROOTS_ADDRESS],
    stateBy: 'dump',
    alwaysThere: (fork) => (isFrom(fork, 'Prague') ? [HISTORY_STORAGE_ADDRESS] : []),
    start: async (genesis) => {
      const file = join(folder, 'genesis.json');
      await writeFile(file, JSON.stringify(genesisFile(genesis)));
      return await startAnvil({ program, words: wordsOf(file, genesis) }, environment);
    },
    close: async () => {
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Binary {
  readonly program: string;
  readonly version: string;
}

/** The binary in the package for this machine, without the wrapper that Node would have to run. */
async function findAnvil(): Promise<Binary> {
  const require = createRequire(import.meta.url);
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const name = `@foundry-rs/anvil-${process.platform}-${architecture}`;
  const manifest = require.resolve(`${name}/package.json`);
  const content: unknown = JSON.parse(await readFile(manifest, 'utf8'));
  const version = fieldsOf(content, manifest).required('version', text(64));
  const file = process.platform === 'win32' ? 'anvil.exe' : 'anvil';
  return { program: join(dirname(manifest), 'bin', file), version };
}

async function startAnvil(
  { program, words }: CommandWords,
  environment: Environment,
): Promise<DevNode> {
  const child = spawn(program, words, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: environment,
    windowsHide: true,
  });
  try {
    const rpc = new HttpRpc(`http://127.0.0.1:${await portOf(child)}`);
    return {
      ask: async (method, ...params) => await rpc.ask(method, ...params),
      close: async () => {
        await end(child);
      },
    };
  } catch (error) {
    await end(child);
    throw error;
  }
}

function genesisFile({ chainId, alloc, gasLimit, timestamp, baseFee, coinbase }: Genesis): object {
  return {
    config: { chainId: Number(chainId) },
    difficulty: '0x0',
    gasLimit,
    timestamp,
    baseFeePerGas: baseFee,
    coinbase,
    alloc,
  };
}

function wordsOf(file: string, genesis: Genesis): readonly string[] {
  const { fork, chainId, gasLimit, timestamp, baseFee } = genesis;
  const settings: Readonly<Record<string, string>> = {
    init: file,
    host: '127.0.0.1',
    port: '0',
    hardfork: HARDFORKS.get(fork) ?? '',
    accounts: '0',
    order: 'fifo',
    'block-base-fee-per-gas': decimal(baseFee),
    'gas-limit': decimal(gasLimit),
    'chain-id': decimal(chainId),
    timestamp: decimal(timestamp),
  };
  const pairs = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  return [...pairs, '--no-mining', '--disable-default-create2-deployer'];
}

function decimal(hex: string): string {
  return BigInt(hex).toString();
}

const LISTENING = /^Listening on .*:(\d+)\s*$/;

/** Reads what it prints until it says where it listens. */
async function portOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('anvil has no stdout');
  const lines = createInterface({ input: child.stdout });
  const timer = setTimeout(() => {
    child.kill('SIGKILL');
  }, START_MILLISECONDS_MAX);
  try {
    for await (const line of lines) {
      const port = LISTENING.exec(line)?.[1];
      if (port !== undefined) return port;
    }
  } finally {
    clearTimeout(timer);
    // What else it prints is nobody's.
    child.stdout.resume();
  }
  throw new Error('anvil ended before it listened');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await within(LEAVE_MILLISECONDS_MAX, exited);
}
