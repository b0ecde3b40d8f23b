/**
 * What runs in a preloading thread: a batch of places at a time.
 *
 * Reads what transactions are expected to read into the cache, before they do. Whatever happens
 * here costs time and nothing else.
 */
import { BaseCache } from '../../state/store/baseCache.ts';
import { openBase, type StoreHandle } from '../../state/store/cachedBase.ts';
import type { StatePlace } from '../../state/store/storedState.ts';

/** Deliberate faults of preloading. */
export const PRELOAD_FAULTS = [
  /** Every batch ends in an error. */
  'failing',
  /** The thread ends in the middle of a batch. */
  'dying',
  /** Reads for a block that is over. */
  'late',
  /** Reads other places than those expected. */
  'wrong',
] as const;

/** One of them. */
export type PreloadFault = (typeof PRELOAD_FAULTS)[number];

/** A batch of one block. */
export interface PreloadTask {
  readonly store: StoreHandle;
  readonly places: readonly StatePlace[];
  readonly fault: PreloadFault | null;
}

/** Preloads a batch, unless its block is over. */
export function preloadBatch({ store, places, fault }: PreloadTask): void {
  const cache = new BaseCache(store.cache);
  const turn = fault === 'late' ? store.turn - 1 : store.turn;
  const base = openBase({ ...store, turn });
  for (const [position, place] of places.entries()) {
    if (cache.turn !== store.turn) return;
    if (fault === 'failing') throw new Error('preloading fails on purpose');
    if (fault === 'dying' && position > 0) process.exit(1);
    base.preload(fault === 'wrong' ? { ...place, slot: null } : place);
  }
}
