/**
 * How much a foreign engine may use, and what of our environment it sees.
 *
 * Owns the numbers. An engine under test is not trusted: without limits one of them could take the
 * machine, and with it everything that was recorded.
 */
import { LINE_BYTES_MAX } from '../../protocol/messages.ts';

const MIB = 1024 * 1024;

/** Limits of one engine's process. */
export interface ProcessLimits {
  /** Time to answer the first `hello`, in milliseconds. */
  readonly startMilliseconds: number;
  /** Time to leave after `bye`, in milliseconds. */
  readonly leaveMilliseconds: number;
  /** Time to write a dump before it is killed, in milliseconds. */
  readonly dumpMilliseconds: number;
  /** Of the process and all that it started, resident, in bytes. */
  readonly memoryBytes: number;
  /** Between two looks at its memory, in milliseconds. */
  readonly memoryLookMilliseconds: number;
  /** Longest line on its stdout, in bytes. */
  readonly lineBytes: number;
  /** Of its stderr that is passed on, in bytes; the rest is dropped. */
  readonly logBytes: number;
}

/** What engines get unless told otherwise. */
export const PROCESS_LIMITS: ProcessLimits = {
  startMilliseconds: 30_000,
  leaveMilliseconds: 2_000,
  dumpMilliseconds: 500,
  memoryBytes: 8_192 * MIB,
  memoryLookMilliseconds: 1_000,
  lineBytes: LINE_BYTES_MAX,
  logBytes: 64 * 1024,
};

/** What a user may set of one engine's process. */
export interface ProcessSettings {
  /** In place of the usual limit, in bytes. */
  readonly memoryBytes?: number;
  /** Variables that it sees besides. */
  readonly environment?: Environment;
}

/** Variables by their names. */
export type Environment = Readonly<Record<string, string>>;

const PASSED = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'LC_ALL', 'SystemRoot'];

/** Variables that begin with this are meant for engines. */
const PREFIX = 'LOCKSTEP_ENGINE_';

/** The environment of an engine: where to find things, and what is meant for it. */
export function engineEnvironment(
  ours: NodeJS.ProcessEnv,
  besides: Environment,
): NodeJS.ProcessEnv {
  const passed = Object.entries(ours).filter(
    ([name]) => PASSED.includes(name) || name.startsWith(PREFIX),
  );
  return { ...Object.fromEntries(passed), ...besides };
}
