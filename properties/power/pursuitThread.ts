/**
 * A thread that pursues one engine.
 *
 * Owns the messages to whoever started it. A broken engine may loop for ever or eat all memory: it
 * does so here, where it can be ended.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { Fork } from '#engine/api/index.js';
import type { Defect } from '#engine/primitives/defects.js';
import { type BuildName, openBuild } from './builds.ts';
import { type Kill, pursue } from './pursuit.ts';

/** What the thread is to do. */
export interface PursuitOrder {
  /** A copy of the compiled engine. */
  readonly folder: string;
  readonly build: BuildName;
  readonly defect: Defect | null;
  readonly forks: readonly Fork[];
  readonly seed: number;
  readonly blocksMax: number;
  readonly first: number;
}

/** What the thread says. */
export type PursuitMessage =
  /** The engine is there, and the first block begins. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'block'; readonly blocks: number }
  | { readonly kind: 'ended'; readonly kill: Kill | null };

if (parentPort !== null) {
  const port = parentPort;
  const data: unknown = workerData;
  if (!isOrder(data)) throw new TypeError('a thread that pursues is given an order');
  const say = (message: PursuitMessage): void => {
    port.postMessage(message);
  };
  const engine = await openBuild(data.folder, data.build, data.defect);
  say({ kind: 'ready' });
  const onBlock = (blocks: number): void => {
    say({ kind: 'block', blocks });
  };
  const kill = await pursue({ ...data, engine, onBlock });
  await engine.close?.();
  say({ kind: 'ended', kill });
}

/** Orders come from `chase.ts` alone; this tells one from something else. */
function isOrder(value: unknown): value is PursuitOrder {
  return typeof value === 'object' && value !== null && 'folder' in value && 'build' in value;
}
