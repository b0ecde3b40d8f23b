/**
 * How much memory an engine and all that it started use.
 *
 * Owns the looking, once in a while: an engine can overshoot between two looks, but not for long.
 * Where the system does not tell, there is no limit.
 */
import { pidtree } from 'pidtree';
import pidusage from 'pidusage';

/** Whom to watch, and what to do. */
export interface MemoryWatchOptions {
  readonly pid: number;
  readonly bytesMax: number;
  readonly everyMilliseconds: number;
  /** Called once, with the bytes seen. */
  readonly onExceeded: (bytes: number) => void;
}

/** Watches until it is told to stop, or the limit is exceeded. */
export function watchMemory(options: MemoryWatchOptions): { stop(): void } {
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;
  const look = async (): Promise<void> => {
    const bytes = await memoryOf(options.pid);
    if (isStopped) return;
    if (bytes > options.bytesMax) options.onExceeded(bytes);
    else schedule();
  };
  const schedule = (): void => {
    timer = setTimeout(() => void look(), options.everyMilliseconds);
    timer.unref();
  };
  schedule();
  return {
    stop: () => {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** Resident bytes of a process and its descendants; 0 where that cannot be told. */
async function memoryOf(pid: number): Promise<number> {
  const all = await pidtree(pid, { root: true }).catch(() => [pid]);
  const usage = await pidusage(all).catch(() => null);
  if (usage === null) return 0;
  // One that has ended meanwhile is `null`, whatever the types say.
  const alive: readonly (pidusage.Status | null)[] = Object.values(usage);
  return alive.reduce((sum, one) => sum + (one?.memory ?? 0), 0);
}
