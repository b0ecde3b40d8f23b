/**
 * The state before a block on disk, with a cache before it and a thread that fills the cache.
 *
 * Owns what lasts from block to block of an engine, and the order within one: the store is made
 * equal to the pre-state, the cache forgets what has changed, preloading begins; when lanes are
 * done, what is still being read is dropped. Nothing of it decides a result.
 */
import type { StoreStats } from '../api/index.ts';
import { Preloader } from '../lanes/threads/preloader.ts';
import type { PreloadFault } from '../lanes/threads/preloadWorker.ts';
import {
  BaseCache,
  type CacheCounts,
  type CacheFault,
  type CacheHandle,
  createCache,
} from '../state/store/baseCache.ts';
import { CachedBase, type StoreHandle } from '../state/store/cachedBase.ts';
import type { CommittedState } from '../state/committedState.ts';
import { DiskStore } from '../state/store/diskStore.ts';
import { StoreReader } from '../state/store/storeReader.ts';
import type { StatePlace } from '../state/store/storedState.ts';

/** How to keep state on disk. */
export interface BaseStoreOptions {
  /** Accounts and slots that the cache has room for, at least; 0 for no cache. Default 65,536. */
  readonly cacheEntries?: number;
  /** Whether hinted places are read ahead. Default true; needs a cache. */
  readonly preload?: boolean;
  /** Break the cache or preloading on purpose. Results stay the same. */
  readonly fault?: CacheFault | PreloadFault;
}

const CACHE_ENTRIES_DEFAULT = 65_536;
const CACHE_FAULTS: readonly string[] = ['forgetful', 'stuck'] satisfies CacheFault[];

/** One engine's state on disk. */
export class BaseStore {
  readonly #handle: CacheHandle;
  readonly #cache: BaseCache;
  readonly #preloader: Preloader | null;
  #disk: DiskStore | null = null;
  #before: CacheCounts;

  constructor({ cacheEntries = CACHE_ENTRIES_DEFAULT, preload = true, fault }: BaseStoreOptions) {
    this.#handle = createCache(cacheEntries, isCacheFault(fault) ? fault : null);
    this.#cache = new BaseCache(this.#handle);
    this.#before = this.#cache.counts;
    const preloadFault = fault === undefined || isCacheFault(fault) ? null : fault;
    this.#preloader = preload && cacheEntries > 0 ? new Preloader(preloadFault) : null;
  }

  /** Begins a block on `state`, which is copied. One block at a time. */
  begin(state: CommittedState): StoreHandle {
    const disk = (this.#disk ??= new DiskStore());
    this.#before = this.#cache.counts;
    try {
      this.#cache.begin(disk.hold(state));
    } catch (error) {
      // What it holds is not known any more: the next block begins with another.
      this.#disk = null;
      this.#cache.clear();
      // Should that fail too, the first error is the one to be told.
      disk.close().catch(() => undefined);
      throw error;
    }
    return { folder: disk.folder, cache: this.#handle, turn: this.#cache.turn };
  }

  /** The state of the block that has begun, for lanes in this thread. */
  base({ turn }: StoreHandle): CachedBase {
    this.#disk ??= new DiskStore();
    return new CachedBase(new StoreReader(this.#disk.tables), this.#cache, turn);
  }

  /** Reads places ahead, the most important first. Does not wait. */
  preload(store: StoreHandle, places: readonly StatePlace[]): void {
    this.#preloader?.start(store, places);
  }

  /** Ends the block; `isLost` when a lane's thread was. Resolves with what there was to count. */
  async end(isLost: boolean): Promise<StoreStats> {
    this.#cache.end();
    const preloadsFailed = (await this.#preloader?.end()) ?? 0;
    if (isLost) this.#cache.clear();
    const { counts } = this.#cache;
    const since = (field: keyof CacheCounts): number => counts[field] - this.#before[field];
    return {
      hits: since('hits'),
      misses: since('misses'),
      preloaded: since('preloaded'),
      preloadsFailed,
      evicted: since('evicted'),
      invalidated: since('invalidated'),
      codeHits: since('codeHits'),
      codeMisses: since('codeMisses'),
    };
  }

  /** Ends the thread and removes the store. Lanes have ended before. */
  async close(): Promise<void> {
    await this.#preloader?.close();
    await this.#disk?.close();
    this.#disk = null;
  }
}

function isCacheFault(fault: CacheFault | PreloadFault | undefined): fault is CacheFault {
  return fault !== undefined && CACHE_FAULTS.includes(fault);
}
