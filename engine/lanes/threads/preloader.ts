/**
 * A thread of its own that reads expected places into the cache while lanes are at work.
 *
 * Owns the thread and the batches of a block. A batch that fails is counted and forgotten: lanes
 * read for themselves what they do not find.
 */
import { Piscina } from 'piscina';
import type { StoreHandle } from '../../state/store/cachedBase.ts';
import type { StatePlace } from '../../state/store/storedState.ts';
import type { PreloadFault, PreloadTask } from './preloadWorker.ts';

const BATCH = 64;

/** Preloads for one engine. */
export class Preloader {
  readonly #fault: PreloadFault | null;
  #pool: Piscina<PreloadTask, void> | null = null;
  #batches: Promise<void>[] = [];
  #failed = 0;

  constructor(fault: PreloadFault | null) {
    this.#fault = fault;
  }

  /** Begins to preload for a block; the most important places come first. Does not wait. */
  start(store: StoreHandle, places: readonly StatePlace[]): void {
    const pool = (this.#pool ??= new Piscina<PreloadTask, void>({
      filename: new URL('preloadWorker.js', import.meta.url).href,
      minThreads: 1,
      maxThreads: 1,
    }));
    for (let at = 0; at < places.length; at += BATCH) {
      const task = { store, places: places.slice(at, at + BATCH), fault: this.#fault };
      this.#batches.push(this.#run(pool, task));
    }
  }

  /** Waits for the batches, which end soon once their block is over; says how many failed. */
  async end(): Promise<number> {
    await Promise.all(this.#batches);
    const failed = this.#failed;
    this.#batches = [];
    this.#failed = 0;
    return failed;
  }

  async close(): Promise<void> {
    await this.#pool?.close({ force: true });
    this.#pool = null;
  }

  async #run(pool: Piscina<PreloadTask, void>, task: PreloadTask): Promise<void> {
    try {
      await pool.run(task, { name: 'preloadBatch' });
    } catch {
      this.#failed += 1;
    }
  }
}
