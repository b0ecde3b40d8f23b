/**
 * Engines that are not ours, by the names that the command line knows.
 *
 * Owns which there are, how each is reached and what is known of it. Each is loaded only where it
 * is named.
 */
import type { Engine } from '#engine/api/index.js';
import type { Bridged } from '../adapters/bridge/openBridge.ts';
import type { KnownFailure } from '../certify/knownFailures.ts';
import { PROTOCOL } from '../protocol/messages.ts';
import { packageVersion } from './packageVersion.ts';

/** An engine from a package of other people, in a process of its own. */
export interface ForeignEngine {
  readonly name: string;
  readonly summary: string;
  readonly open: () => Promise<Engine>;
  /** Its failures that are explained already. */
  readonly known: () => Promise<readonly KnownFailure[]>;
}

/** All engines from packages of other people. */
export const FOREIGN_ENGINES: readonly ForeignEngine[] = [
  {
    name: 'edr',
    summary: "Hardhat's node on revm, from its npm package",
    open: async () =>
      await bridged({
        kind: 'edr',
        remedy: 'install it: npm install --save-dev @nomicfoundation/edr@0.13.0',
      }),
    known: async () => (await import('../adapters/node/known.ts')).KNOWN_OF_EDR,
  },
  {
    name: 'anvil',
    summary: "Foundry's node on revm, from its npm package",
    open: async () =>
      await bridged({
        kind: 'anvil',
        remedy: 'install it: npm install --save-dev @foundry-rs/anvil@1.7.1',
      }),
    known: async () => (await import('../adapters/node/known.ts')).KNOWN_OF_ANVIL,
  },
];

/** A kind of engines that are named by a prefix and what stands behind it. */
export interface ForeignKind {
  readonly prefix: `${string}:`;
  /** As it is written in help. */
  readonly form: string;
  readonly summary: string;
  readonly open: (rest: string) => Promise<Engine>;
}

/** All kinds of engines that are named by a prefix. */
export const FOREIGN_KINDS: readonly ForeignKind[] = [
  {
    prefix: 'module:',
    form: 'module:<path>',
    summary: 'a JavaScript module that exports createEngine()',
    open: async (path) =>
      await (await import('../adapters/module/moduleEngine.ts')).openModuleEngine(unquoted(path)),
  },
  {
    prefix: 'stdio:',
    form: 'stdio:<command>',
    summary: `a program that speaks ${PROTOCOL} on stdin and stdout`,
    open: async (command) => {
      const { openStdioEngine } = await import('../adapters/stdio/stdioEngine.ts');
      return await openStdioEngine(command, { version: packageVersion() });
    },
  },
  {
    prefix: 'rpc:',
    form: 'rpc:<url>',
    summary: 'a development node that you have started: JSON-RPC with hardhat_ and evm_ methods',
    open: async (rest) =>
      await bridged({
        kind: 'rpc',
        rest: unquoted(rest),
        remedy: 'start a node there: anvil --chain-id 1',
      }),
  },
  {
    prefix: 't8n:',
    form: 't8n:<command or url>',
    summary: 'a transition tool; t8n:files:<command> for one that reads no stdin',
    open: async (rest) =>
      await bridged({
        kind: 't8n',
        rest,
        remedy: 'name a tool that runs: t8n:evm t8n, or t8n:http://127.0.0.1:3000',
      }),
  },
  {
    prefix: 'blocktest:',
    form: 'blocktest:<command>',
    summary: "a client's runner of block tests, whose last word is a file",
    open: async (rest) =>
      await bridged({
        kind: 'blocktest',
        rest,
        remedy: 'name a runner of official block tests: blocktest:evm blocktest',
      }),
  },
  {
    prefix: 'engine-api:',
    form: 'engine-api:<command>',
    summary: 'a whole client, started for each block and given it by engine_newPayload',
    open: async (rest) =>
      await bridged({
        kind: 'engine-api',
        rest,
        remedy: 'name a client that runs: engine-api:geth',
      }),
  },
];

/** What opens the engine of that name, or `null` where it is none of these. */
export function foreignOpener(name: string): (() => Promise<Engine>) | null {
  const engine = FOREIGN_ENGINES.find((candidate) => candidate.name === name);
  if (engine !== undefined) return engine.open;
  const kind = FOREIGN_KINDS.find(
    ({ prefix }) => name.startsWith(prefix) && name.length > prefix.length,
  );
  return kind === undefined ? null : () => kind.open(name.slice(kind.prefix.length));
}

/** What is known of the engine of that name without being told. */
export async function knownFailuresOf(name: string): Promise<readonly KnownFailure[]> {
  const engine = FOREIGN_ENGINES.find((candidate) => candidate.name === name);
  return engine === undefined ? [] : await engine.known();
}

/** A command is cut by its quotes; what is no command may stand between two, for its commas. */
function unquoted(name: string): string {
  return /^(['"])(.*)\1$/s.exec(name)?.[2] ?? name;
}

async function bridged(what: Bridged): Promise<Engine> {
  const { openBridge } = await import('../adapters/bridge/openBridge.ts');
  return await openBridge(what, { version: packageVersion() });
}
