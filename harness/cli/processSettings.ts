/**
 * How the processes of foreign engines are set up from the command line.
 *
 * Owns `--engine-memory` and `--engine-env`: what they say, which engines understand them, and the
 * words that say it again. A bare name stays a name, so that no value of ours is ever printed.
 * Limits themselves are the adapter's.
 */
import { InvalidArgumentError } from 'commander';
import type { ProcessSettings } from '../adapters/stdio/limits.ts';
import { printable } from '../input/printable.ts';
import { ArgumentError } from './argumentError.ts';
import type { ProcessFlags } from './flags.ts';
import { isForeignProcess, PROCESS_FORMS } from './foreignEngines.ts';

const MIB = 1024 * 1024;
const VARIABLE = /^([A-Za-z_][A-Za-z0-9_]*)(?:=(.*))?$/s;

/** Reads one variable, `NAME` or `NAME=VALUE`, after those that were given before. */
export function variableValue(text: string, before: readonly string[] = []): string[] {
  const [, name, value] = VARIABLE.exec(text) ?? [];
  if (name === undefined) {
    throw new InvalidArgumentError('Give NAME, which passes ours on, or NAME=VALUE.');
  }
  if (value === undefined && process.env[name] === undefined) {
    throw new InvalidArgumentError(`It is not set here. Set it, or give its value: ${name}=VALUE.`);
  }
  return [...before, text];
}

/** What the flags ask for; a variable that is named twice has the value that was named last. */
export function processSettingsOf({ engineMemory, engineEnv }: ProcessFlags): ProcessSettings {
  return {
    ...(engineMemory !== undefined && { memoryBytes: engineMemory * MIB }),
    ...(engineEnv !== undefined && { environment: Object.fromEntries(engineEnv.map(pairOf)) }),
  };
}

function pairOf(word: string): readonly [name: string, value: string] {
  const [, name = '', value] = VARIABLE.exec(word) ?? [];
  return [name, value ?? process.env[name] ?? ''];
}

/** The words that set up the process of that engine the same way again. */
export function processWords(name: string, flags: ProcessFlags): readonly string[] {
  if (!isForeignProcess(name)) return [];
  const { engineMemory, engineEnv = [] } = flags;
  return [
    ...(engineMemory === undefined ? [] : ['--engine-memory', String(engineMemory)]),
    ...engineEnv.flatMap((word) => ['--engine-env', word]),
  ];
}

/** Refuses flags that none of the engines has a process for. Throws `ArgumentError`. */
export function checkProcessFlags(flags: ProcessFlags, names: readonly string[]): void {
  const [flag] = [
    ...(flags.engineMemory === undefined ? [] : ['--engine-memory']),
    ...(flags.engineEnv === undefined ? [] : ['--engine-env']),
  ];
  if (flag === undefined || names.some(isForeignProcess)) return;
  const [verb, what] = names.length === 1 ? ['is', 'no program'] : ['are', 'no programs'];
  throw new ArgumentError({
    flag,
    problem: `${printable(names.join(', '))} ${verb} ${what} that we start`,
    remedy: `leave the flag out, or name an engine that is one: ${PROCESS_FORMS.join(', ')}`,
  });
}
