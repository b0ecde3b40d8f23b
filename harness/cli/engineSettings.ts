/**
 * How an engine is set up from the command line.
 *
 * Owns the one value that travels from flags to the composition root, and the rule about lists of
 * engines: settings go to those that have lanes, the others do not get them, and a call in which
 * nobody does is refused. Does not open an engine.
 */
import type { HintChoice } from '#engine/api/index.js';
import type { BaseStoreOptions } from '#engine/index.js';
import type { Defect } from '#engine/primitives/defects.js';
import { takesHints } from '#engine/simulation/virtualEngineNames.js';
import type { ScheduleChoice } from '../certify/schedulePlan.ts';
import { ArgumentError } from './argumentError.ts';
import { ENGINES } from './engines.ts';
import type { ProcessSettings } from '../adapters/stdio/limits.ts';
import type { ProcessFlags, SettingFlags } from './flags.ts';
import { checkProcessFlags, processSettingsOf, processWords } from './processSettings.ts';
import { refuseForeignDefect } from './saboteurs.ts';
import { refuseUselessHints } from './uselessHints.ts';

/** Where lanes run, the default first. */
export const RUNTIMES = ['threads', 'simulation'] as const;

/** What an incarnation does that meets an unready read, the default first. */
export const ON_ESTIMATE = ['abort', 'suspend'] as const;

/** Where the state before a block is, the default first. */
export const STATE_PLACES = ['memory', 'disk'] as const;

/** Whether hinted places are read from the disk ahead, the default first. */
export const PRELOAD = ['on', 'off'] as const;

/** What is set; what is not named is the engine's own default. */
export interface EngineSettings {
  readonly lanes?: number;
  readonly runtime?: (typeof RUNTIMES)[number];
  readonly minParallel?: number;
  readonly onEstimate?: (typeof ON_ESTIMATE)[number];
  /** For engines that use hints. */
  readonly hints?: HintChoice;
  /** Keeps the state before blocks on disk. */
  readonly store?: BaseStoreOptions;
  readonly saboteur?: Defect;
  /** For foreign engines: how their process is set up. */
  readonly process?: ProcessSettings;
  /** Decides the schedules of a simulation. Default 0. */
  readonly seed?: number;
}

/** Flags for engines of ours, and for those that are not. */
type AllSettings = SettingFlags & ProcessFlags;

/** The settings that the flags ask for. */
export function settingsOf(flags: AllSettings, seed: number): EngineSettings {
  const { lanes, runtime, simulate, minParallel, onEstimate, hints, saboteur } = flags;
  const where = simulate === undefined ? runtime : 'simulation';
  return {
    seed,
    process: processSettingsOf(flags),
    ...(lanes !== undefined && { lanes }),
    ...(where !== undefined && { runtime: where }),
    ...(minParallel !== undefined && { minParallel }),
    ...(onEstimate !== undefined && { onEstimate }),
    ...(hints !== undefined && { hints }),
    ...(flags.state === 'disk' && { store: storeOf(flags) }),
    ...(saboteur !== undefined && { saboteur }),
  };
}

function storeOf({ cache, preload }: SettingFlags): BaseStoreOptions {
  return {
    ...(cache !== undefined && { cacheEntries: cache }),
    ...(preload !== undefined && { preload: preload === 'on' }),
  };
}

/**
 * The settings of a command that judges: small blocks do not escape the parallel path, and whoever
 * plans is told what there is to tell, though it takes time.
 */
export function judgedSettingsOf(name: string, flags: AllSettings, seed: number): EngineSettings {
  const told = takesHints(name) ? ({ hints: 'all' } as const) : null;
  return { minParallel: 0, ...told, ...settingsOf(flags, seed) };
}

/** The schedules of an engine that is judged; `byDefault` unless it is set up to simulate. */
export function scheduleChoiceOf(
  name: string,
  { runtime, simulate }: SettingFlags,
  byDefault: ScheduleChoice,
): ScheduleChoice {
  const isSimulated = simulate !== undefined || runtime === 'simulation';
  if (!isSimulated || !hasLanes(name)) return byDefault;
  return { asConfigured: false, seeded: simulate ?? 1 };
}

/** The words that set the engine of that name up the same way again. */
export function settingWords(name: string, flags: AllSettings): readonly string[] {
  const words = givenFlags(flags).flatMap(([flag, value]) => [flag, String(value)]);
  return [...(hasLanes(name) ? words : []), ...processWords(name, flags)];
}

/**
 * Refuses settings that nobody among the engines understands; `against` is one that takes only how
 * its process is set up. Throws `ArgumentError`.
 */
export function checkSettings(
  flags: AllSettings,
  names: readonly string[],
  against?: string,
): void {
  checkProcessFlags(flags, against === undefined ? names : [...names, against]);
  if (flags.simulate !== undefined && flags.runtime === 'threads') {
    throw new ArgumentError({
      flag: '--simulate',
      problem: 'schedules are chosen in simulation, and --runtime says threads',
      remedy: 'leave out one of the two',
    });
  }
  checkStoreFlags(flags);
  refuseForeignDefect(names, flags.saboteur);
  const [first] = givenFlags(flags);
  if (first === undefined) return;
  if (names.some(hasLanes)) return refuseUselessHints(names, [flags.hints ?? 'none']);
  const able = ENGINES.filter((entry) => entry.hasLanes).map(({ name }) => name);
  throw new ArgumentError({
    flag: first[0],
    problem: `${names.join(', ')} ${names.length === 1 ? 'has' : 'have'} no lanes to set up`,
    remedy: `leave the flag out, or name an engine that has lanes: ${able.join(', ')}`,
  });
}

/** What is before the disk does nothing without one. */
function checkStoreFlags({ state, cache, preload }: SettingFlags): void {
  if (cache === 0 && preload === 'on') {
    const problem = 'what is read ahead is kept in the cache, and --cache is 0';
    throw new ArgumentError({ flag: '--preload', problem, remedy: 'leave out one of the two' });
  }
  const [flag] = [
    ...(cache === undefined ? [] : ['--cache' as const]),
    ...(preload === undefined ? [] : ['--preload' as const]),
  ];
  if (flag === undefined || state === 'disk') return;
  const problem = 'does nothing where the state before a block is in memory';
  throw new ArgumentError({ flag, problem, remedy: 'leave it out, or give --state disk' });
}

/** Whether the engine of that name can be set up. */
export function hasLanes(name: string): boolean {
  return ENGINES.some((entry) => entry.name === name && entry.hasLanes);
}

function givenFlags(flags: SettingFlags): readonly (readonly [string, string | number])[] {
  const all = [
    ['--lanes', flags.lanes],
    ['--runtime', flags.runtime],
    ['--simulate', flags.simulate],
    ['--min-parallel', flags.minParallel],
    ['--on-estimate', flags.onEstimate],
    ['--hints', flags.hints],
    ['--state', flags.state],
    ['--cache', flags.cache],
    ['--preload', flags.preload],
    ['--saboteur', flags.saboteur],
  ] as const;
  return all.flatMap(([flag, value]) => (value === undefined ? [] : [[flag, value] as const]));
}
