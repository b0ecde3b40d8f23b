/**
 * Which engines a command is asked to run.
 *
 * Owns the rule that an engine is named once, by position or by `--engine`, lists separated by
 * commas, and that all names are known before the first engine runs. Does not open any.
 */
import {
  isVirtualEngine,
  VIRTUAL_ENGINE_NAMES,
  type VirtualEngineName,
} from '#engine/simulation/virtualEngineNames.js';
import { printable } from '../input/printable.ts';
import { ArgumentError } from './argumentError.ts';
import { checkEngineName, ENGINE_NAMES, ENGINES } from './engines.ts';

/** Where engines were named on the command line. */
export interface EngineChoice {
  readonly positional?: readonly string[] | undefined;
  readonly flag?: readonly string[] | undefined;
  /** What it is where none is named; default that one must be. */
  readonly otherwise?: string;
}

/** What is certified where no engine is named: the one that this repository is about. */
export const DEFAULT_ENGINE = 'v2';

/** The names, in order and checked. Throws `ArgumentError`. */
export function chosenEngines({ positional, flag, otherwise }: EngineChoice): readonly string[] {
  if (positional !== undefined && flag !== undefined) {
    throw new ArgumentError({
      flag: '--engine',
      problem: 'the engine is named twice, by position and by flag',
      remedy: 'name it once',
    });
  }
  const names = positional ?? flag ?? (otherwise === undefined ? undefined : [otherwise]);
  if (names === undefined) {
    throw new ArgumentError({
      flag: '--engine',
      problem: 'no engine is named',
      remedy: `name one of ${ENGINE_NAMES.join(', ')}`,
    });
  }
  for (const name of names) checkEngineName(name);
  return names;
}

/** The one engine that is named, whosever it is. Throws `ArgumentError`. */
export function chosenEngine(choice: EngineChoice): string {
  const isOne = (name: string): name is string => name !== '';
  return onlyEngine(choice, isOne, { problem: 'are several', names: ENGINE_NAMES });
}

/** The one engine of ours that is named. Throws `ArgumentError`. */
export function chosenOwnEngine(choice: EngineChoice): string {
  const names = ENGINES.map((entry) => entry.name);
  const isOurs = (name: string): name is string => names.includes(name);
  return onlyEngine(choice, isOurs, { problem: 'cannot be served', names });
}

/** The one engine that is to run on virtual lanes. Throws `ArgumentError`. */
export function chosenVirtualEngine(choice: EngineChoice): VirtualEngineName {
  return onlyEngine(choice, isVirtualEngine, {
    problem: 'cannot be run on virtual lanes',
    names: VIRTUAL_ENGINE_NAMES,
  });
}

/** The engine, if it is the only one and one of those; else `problem` is said of what was named. */
function onlyEngine<N extends string>(
  choice: EngineChoice,
  isOne: (name: string) => name is N,
  { problem, names }: { readonly problem: string; readonly names: readonly string[] },
): N {
  const [name, ...others] = chosenEngines(choice);
  if (name !== undefined && others.length === 0 && isOne(name)) return name;
  throw new ArgumentError({
    flag: '--engine',
    problem: `${printable([name, ...others].join(', '))} ${problem}`,
    remedy: `name one engine that can: ${names.join(', ')}`,
  });
}
