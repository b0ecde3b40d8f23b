/**
 * Engines that are closed again whatever happens.
 *
 * Owns the lifetime of what a command opens. An engine that will not close is left behind after a
 * while: the process ends without it.
 */
import type { Engine } from '#engine/api/index.js';
import { within } from '../input/patience.ts';
import type { Judge } from '../certify/court.ts';
import type { EngineSettings } from './engineSettings.ts';
import { openEngine, openJudges } from './engines.ts';

const CLOSE_MILLISECONDS_MAX = 5_000;

/** An engine to open, and how. */
export interface EngineOrder {
  readonly name: string;
  readonly settings?: EngineSettings;
}

/** Opens the engine of that name for as long as `use` lasts. */
export async function withEngine<T>(
  { name, settings }: EngineOrder,
  use: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await openEngine(name, settings);
  try {
    return await use(engine);
  } finally {
    await closeEngine(engine);
  }
}

/** Opens the judges of the engine of that name for as long as `use` lasts. */
export async function withJudges<T>(
  engineName: string,
  use: (judges: readonly Judge[]) => Promise<T>,
): Promise<T> {
  const judges = await openJudges(engineName);
  try {
    return await use(judges);
  } finally {
    for (const { engine } of judges) await closeEngine(engine);
  }
}

/** Closes an engine. Never throws: by now everything that counts has been said. */
export async function closeEngine(engine: Engine): Promise<void> {
  const closed = (async () => engine.close?.())().catch(() => undefined);
  await within(CLOSE_MILLISECONDS_MAX, closed);
}
