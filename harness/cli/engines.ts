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
import { ArgumentError } from './argumentError.ts';
import type { EngineSettings } from './engineSettings.ts';
import { FOREIGN_ENGINES, FOREIGN_KINDS, foreignOpener } from './foreignEngines.ts';

/** An engine that can be named. */
export interface EngineEntry {
  readonly name: string;
  readonly summary: string;
  /** Whether it has lanes, and so takes settings. */
  readonly hasLanes: boolean;
  /** Loads the engine's code too, which takes most of a second. */
  readonly open: (settings: EngineSettings) => Promise<Engine>;
}

/** Our engines. */
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

/** Names of all engines, and the form of those that stand behind a prefix. */
export const ENGINE_NAMES: readonly string[] = [
  ...ENGINES.map(({ name }) => name),
  ...FOREIGN_ENGINES.map(({ name }) => name),
  ...FOREIGN_KINDS.map(({ form }) => form),
];

/** Refuses a name that no engine has. Throws `ArgumentError`. */
export function checkEngineName(name: string): void {
  if (foreignOpener(name) !== null) return;
  const names = [...ENGINES, ...FOREIGN_ENGINES].map((entry) => entry.name);
  if (names.includes(name)) return;
  const near = closest(name, names);
  throw new ArgumentError({
    flag: '--engine',
    problem: `there is no engine named "${printable(name)}"`,
    remedy: `${near === null ? '' : `did you mean ${near}? `}Engines: ${ENGINE_NAMES.join(', ')}`,
  });
}

/**
 * Opens the engine of that name. Settings that it has nothing for are ignored: lanes of an engine
 * without any, the process of one that has none.
 * Throws `ArgumentError`, or `InputError` for a foreign engine that cannot be used.
 */
export async function openEngine(name: string, settings: EngineSettings = {}): Promise<Engine> {
  checkEngineName(name);
  const openForeign = foreignOpener(name);
  const { process: foreign = {}, ...own } = settings;
  if (openForeign !== null) return await openForeign(foreign);
  const entry = ENGINES.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new RangeError(`there is no engine ${name}`);
  return await entry.open(own);
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
