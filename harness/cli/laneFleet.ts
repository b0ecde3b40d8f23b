/**
 * One engine name on as many lanes as each execution asks for.
 *
 * Owns the instances: lanes are fixed when an engine is made, so there is one for each number of
 * them, made when it is first asked for. All are closed together.
 */
import type { Engine } from '#engine/api/index.js';
import type { EngineSettings } from './engineSettings.ts';
import { openEngine } from './engines.ts';

/** Opens the engine; `lanes` of an execution chooses the instance. Throws as `openEngine`. */
export async function openFleet(name: string, settings: EngineSettings): Promise<Engine> {
  const first = await openEngine(name, settings);
  const others = new Map<number, Promise<Engine>>();
  const on = async (lanes: number | undefined): Promise<Engine> => {
    if (lanes === undefined || lanes === settings.lanes) return first;
    const known = others.get(lanes);
    if (known !== undefined) return await known;
    const opened = openEngine(name, { ...settings, lanes });
    others.set(lanes, opened);
    return await opened;
  };
  const { capabilities } = first.info;
  return {
    info: { ...first.info, capabilities: { ...capabilities, lanes: capabilities.parallel } },
    execute: async (block, preState, { lanes, ...options } = {}) => {
      const engine = await on(first.info.capabilities.parallel ? lanes : undefined);
      return await engine.execute(block, preState, options);
    },
    close: async () => {
      await first.close?.();
      for (const engine of others.values()) await (await engine).close?.();
    },
  };
}
