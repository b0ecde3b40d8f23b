/**
 * Engines that are not ours, by the names that the command line knows.
 *
 * Owns which there are, how each is reached and what is known of it. Each is loaded only where it
 * is named.
 */
import type { Engine } from '#engine/api/index.js';
import type { Bridged } from '../adapters/bridge/openBridge.ts';
import type { ProcessSettings } from '../adapters/stdio/limits.ts';
import type { StdioOptions } from '../adapters/stdio/stdioEngine.ts';
import type { KnownFailure } from '../certify/knownFailures.ts';
import { PROTOCOL } from '../protocol/messages.ts';
import { packageVersion } from './packageVersion.ts';

/** Opens an engine, its process set up as it is told. */
type Opener = (settings: ProcessSettings) => Promise<Engine>;

/** An engine from a package of other people, in a process of its own. */
export interface ForeignEngine {
  readonly name: string;
  readonly summary: string;
  readonly open: Opener;
  /** Its failures that are explained already. */
  readonly known: () => Promise<readonly KnownFailure[]>;
}

/** All engines from packages of other people. */
export const FOREIGN_ENGINES: readonly ForeignEngine[] = [
  {
    name: 'edr',
    summary: "Hardhat's node on revm, from its npm package",
    open: async (settings) =>
      await bridged(
        {
          kind: 'edr',
          remedy: 'install it: npm install --save-dev @nomicfoundation/edr@0.13.0',
        },
        settings,
      ),
    known: async () => (await import('../adapters/node/known.ts')).KNOWN_OF_EDR,
  },
  {
    name: 'anvil',
    summary: "Foundry's node on revm, from its npm package",
    open: async (settings) =>
      await bridged(
        { kind: 'anvil', remedy: 'install it: npm install --save-dev @foundry-rs/anvil@1.7.1' },
        settings,
      ),
    known: async () => (await import('../adapters/node/known.ts')).KNOWN_OF_ANVIL,
  },
];

/** A kind of engines that are named by a prefix and what stands behind it. */
export interface ForeignKind {
  readonly prefix: `${string}:`;
  /** As it is written in help. */
  readonly form: string;
  readonly summary: string;
  /** Whether it is a program that we start, under limits. */
  readonly isProcess: boolean;
  readonly open: (rest: string, settings: ProcessSettings) => Promise<Engine>;
}

/** All kinds of engines that are named by a prefix. */
export const FOREIGN_KINDS: readonly ForeignKind[] = [
  {
    prefix: 'module:',
    form: 'module:<path>',
    summary: 'a JavaScript module that exports createEngine()',
    isProcess: false,
    open: async (path) =>
      await (await import('../adapters/module/moduleEngine.ts')).openModuleEngine(unquoted(path)),
  },
  {
    prefix: 'stdio:',
    form: 'stdio:<command>',
    summary: `a program that speaks ${PROTOCOL} on stdin and stdout`,
    isProcess: true,
    open: async (command, settings) => {
      const { openStdioEngine } = await import('../adapters/stdio/stdioEngine.ts');
      return await openStdioEngine(command, stdioOptions(settings));
    },
  },
  {
    prefix: 'rpc:',
    form: 'rpc:<url>',
    summary: 'a development node that you have started: JSON-RPC with hardhat_ and evm_ methods',
    isProcess: false,
    open: async (rest) =>
      await bridged(
        { kind: 'rpc', rest: unquoted(rest), remedy: 'start a node there: anvil --chain-id 1' },
        {},
      ),
  },
  {
    prefix: 't8n:',
    form: 't8n:<command or url>',
    summary: 'a transition tool; t8n:files:<command> for one that reads no stdin',
    isProcess: true,
    open: async (rest, settings) =>
      await bridged(
        {
          kind: 't8n',
          rest,
          remedy: 'name a tool that runs: t8n:evm t8n, or t8n:http://127.0.0.1:3000',
        },
        settings,
      ),
  },
  {
    prefix: 'blocktest:',
    form: 'blocktest:<command>',
    summary: "a client's runner of block tests, whose last word is a file",
    isProcess: true,
    open: async (rest, settings) =>
      await bridged(
        {
          kind: 'blocktest',
          rest,
          remedy: 'name a runner of official block tests: blocktest:evm blocktest',
        },
        settings,
      ),
  },
  {
    prefix: 'engine-api:',
    form: 'engine-api:<command>',
    summary: 'a whole client, started for each block and given it by engine_newPayload',
    isProcess: true,
    open: async (rest, settings) =>
      await bridged(
        { kind: 'engine-api', rest, remedy: 'name a client that runs: engine-api:geth' },
        settings,
      ),
  },
];

/** What opens the engine of that name, or `null` where it is none of these. */
export function foreignOpener(name: string): Opener | null {
  const engine = engineNamed(name);
  if (engine !== undefined) return engine.open;
  const kind = kindOf(name);
  if (kind === undefined) return null;
  return (settings) => kind.open(name.slice(kind.prefix.length), settings);
}

/** Whether that engine is a program that we start, under limits; a server runs already. */
export function isForeignProcess(name: string): boolean {
  if (engineNamed(name) !== undefined) return true;
  const kind = kindOf(name);
  return kind?.isProcess === true && !/^https?:/.test(name.slice(kind.prefix.length));
}

/** How engines are named that are programs which we start. */
export const PROCESS_FORMS: readonly string[] = [
  ...FOREIGN_ENGINES.map(({ name }) => name),
  ...FOREIGN_KINDS.filter(({ isProcess }) => isProcess).map(({ form }) => form),
];

function engineNamed(name: string): ForeignEngine | undefined {
  return FOREIGN_ENGINES.find((candidate) => candidate.name === name);
}

function kindOf(name: string): ForeignKind | undefined {
  return FOREIGN_KINDS.find(({ prefix }) => name.startsWith(prefix) && name.length > prefix.length);
}

/** What is known of the engine of that name without being told. */
export async function knownFailuresOf(name: string): Promise<readonly KnownFailure[]> {
  return (await engineNamed(name)?.known()) ?? [];
}

/** A command is cut by its quotes; what is no command may stand between two, for its commas. */
function unquoted(name: string): string {
  return /^(['"])(.*)\1$/s.exec(name)?.[2] ?? name;
}

async function bridged(what: Bridged, settings: ProcessSettings): Promise<Engine> {
  const { openBridge } = await import('../adapters/bridge/openBridge.ts');
  return await openBridge(what, stdioOptions(settings));
}

function stdioOptions({ memoryBytes, environment }: ProcessSettings): StdioOptions {
  return {
    version: packageVersion(),
    ...(memoryBytes !== undefined && { limits: { memoryBytes } }),
    ...(environment !== undefined && { environment }),
  };
}
