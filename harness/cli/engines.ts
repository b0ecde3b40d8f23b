/**
 * The composition root: engines by the names that the command line knows.
 *
 * Owns which names exist, how each is made, and who judges whom. No engine is its own judge, and
 * our own executor is never the only judge of an engine but the oracle.
 */
import type { Engine } from '#engine/api/index.js';
import type { Judge } from '../certify/court.ts';
import { closest } from '../input/closest.ts';
import { printable } from '../input/printable.ts';
import { PROTOCOL } from '../protocol/messages.ts';
import { ArgumentError } from './argumentError.ts';
import type { EngineSettings } from './engineSettings.ts';
import { packageVersion } from './packageVersion.ts';

/** An engine that can be named. */
export interface EngineEntry {
  readonly name: string;
  readonly summary: string;
  /** Whether it has lanes, and so takes settings. */
  readonly hasLanes: boolean;
  /** Loads the engine's code too, which takes most of a second. */
  readonly open: (settings: EngineSettings) => Promise<Engine>;
}

/** All engines with a name of their own. */
export const ENGINES: readonly EngineEntry[] = [
  {
    name: 'oracle',
    summary: '@ethereumjs/vm, unmodified: the independent judge',
    hasLanes: false,
    open: async () => (await import('../adapters/oracle/index.ts')).createOracle(),
  },
  {
    name: 'serial',
    summary: "Lockstep's own executor in index order: serial truth",
    hasLanes: false,
    open: async () => (await import('#engine/index.js')).createSerialEngine(),
  },
  {
    name: 'block-stm',
    summary: 'Block-STM over multi-version memory, on lanes: threads, or in simulation',
    hasLanes: true,
    open: openBlockSTM,
  },
  {
    name: 'v1',
    summary: 'partitions in rounds, at most three, over the same memory and lanes',
    hasLanes: true,
    open: openMultiRound,
  },
  {
    name: 'v2',
    summary: 'asynchronous: three executions at most, over the same memory and lanes',
    hasLanes: true,
    open: openAsynchronous,
  },
];

/** A kind of engines that are not ours, named by a prefix and what stands behind it. */
export interface ForeignKind {
  readonly prefix: `${string}:`;
  /** As it is written in help. */
  readonly form: string;
  readonly summary: string;
  readonly open: (rest: string) => Promise<Engine>;
}

/** All kinds of engines that are not ours. */
export const FOREIGN_KINDS: readonly ForeignKind[] = [
  {
    prefix: 'module:',
    form: 'module:<path>',
    summary: 'a JavaScript module that exports createEngine()',
    open: async (path) =>
      await (await import('../adapters/module/moduleEngine.ts')).openModuleEngine(path),
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
];

/** Names of all engines, and the form of those that are not ours. */
export const ENGINE_NAMES: readonly string[] = [
  ...ENGINES.map(({ name }) => name),
  ...FOREIGN_KINDS.map(({ form }) => form),
];

function foreignKindOf(name: string): ForeignKind | undefined {
  return FOREIGN_KINDS.find(({ prefix }) => name.startsWith(prefix) && name.length > prefix.length);
}

/** Refuses a name that no engine has. Throws `ArgumentError`. */
export function checkEngineName(name: string): void {
  if (foreignKindOf(name) !== undefined) return;
  const names = ENGINES.map((entry) => entry.name);
  if (names.includes(name)) return;
  const near = closest(name, names);
  throw new ArgumentError({
    flag: '--engine',
    problem: `there is no engine named "${printable(name)}"`,
    remedy: `${near === null ? '' : `did you mean ${near}? `}Engines: ${ENGINE_NAMES.join(', ')}`,
  });
}

/**
 * Opens the engine of that name; one without lanes has nothing to set and ignores the settings.
 * Throws `ArgumentError`, or `InputError` for a foreign engine that cannot be used.
 */
export async function openEngine(name: string, settings: EngineSettings = {}): Promise<Engine> {
  checkEngineName(name);
  const foreign = foreignKindOf(name);
  if (foreign !== undefined) return await foreign.open(name.slice(foreign.prefix.length));
  const entry = ENGINES.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new RangeError(`there is no engine ${name}`);
  return await entry.open(settings);
}

/** Block-STM takes no hints: it finds out. */
async function openBlockSTM(settings: EngineSettings): Promise<Engine> {
  const { runtime, seed = 0, hints: _none, ...rest } = settings;
  const { createBlockSTMEngine } = await import('#engine/index.js');
  return createBlockSTMEngine({
    ...rest,
    runtime: runtime === 'simulation' ? { kind: runtime, seed: BigInt(seed) } : { kind: 'threads' },
  });
}

/** What an unready read does is no question here: there are none. */
async function openMultiRound(settings: EngineSettings): Promise<Engine> {
  const { runtime, seed = 0, onEstimate: _none, ...rest } = settings;
  const { createMultiRoundEngine } = await import('#engine/index.js');
  return createMultiRoundEngine({
    ...rest,
    runtime: runtime === 'simulation' ? { kind: runtime, seed: BigInt(seed) } : { kind: 'threads' },
  });
}

/** What an unready read does is no question here: it waits. */
async function openAsynchronous(settings: EngineSettings): Promise<Engine> {
  const { runtime, seed = 0, onEstimate: _suspend, ...rest } = settings;
  const { createAsynchronousEngine } = await import('#engine/index.js');
  return createAsynchronousEngine({
    ...rest,
    runtime: runtime === 'simulation' ? { kind: runtime, seed: BigInt(seed) } : { kind: 'threads' },
  });
}

/** Who may judge, the most independent first. */
const JUDGES: readonly Omit<Judge, 'engine'>[] = [
  { name: 'oracle', level: 1 },
  { name: 'serial', level: 0 },
];

/** Opens those who judge the engine of that name, the most independent first. */
export async function openJudges(engineName: string): Promise<readonly Judge[]> {
  const others = JUDGES.filter(({ name }) => name !== engineName);
  return await Promise.all(
    others.map(async (judge) => ({ ...judge, engine: await openEngine(judge.name) })),
  );
}
