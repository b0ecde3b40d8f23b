/**
 * The cache by itself: what it keeps, what it forgets, and that nobody waits for it.
 */
import { describe, expect, test } from 'vitest';

import { BaseCache, type CacheHandle, createCache } from '#engine/state/store/baseCache.js';
import { accountOfLimbs, HEADER, numberOf } from '#engine/state/store/cacheLayout.js';
import type { StatePlace } from '#engine/state/store/storedState.js';

const HASH = `0x${'c5'.repeat(32)}` as const;

/** The k-th account. */
function account(number: number): StatePlace {
  return { address: `0x${number.toString(16).padStart(40, '0')}`, slot: null };
}

/** The k-th slot of the first account. */
function slot(number: number): StatePlace {
  return { ...account(1), slot: `0x${number.toString(16).padStart(64, '0')}` };
}

function opened(handle: CacheHandle): BaseCache {
  const cache = new BaseCache(handle);
  cache.begin([]);
  return cache;
}

function valueAt(cache: BaseCache, place: StatePlace): bigint | null {
  const limbs = cache.find(place);
  return limbs === null ? null : numberOf(limbs);
}

describe('a cache', () => {
  test('gives back what was put in, to whoever sees it', () => {
    const handle = createCache(64, null);
    const cache = opened(handle);
    const balance = 2n ** 256n - 1n;
    const written = {
      exists: true,
      nonce: 2n ** 64n - 1n,
      balance,
      codeHash: HASH,
      hasStorage: true,
      isRich: true,
    };
    expect(cache.put(account(1), written, cache.turn)).toBe(true);
    expect(cache.put(slot(1), balance, cache.turn)).toBe(true);
    const other = new BaseCache(handle);
    expect(accountOfLimbs(other.find(account(1)) ?? [])).toEqual(written);
    expect(valueAt(other, slot(1))).toBe(balance);
    expect(other.find(slot(2))).toBeNull();
    expect(cache.counts).toMatchObject({ hits: 2, misses: 1 });
  });

  test('takes nothing in that was read for another block', () => {
    const cache = opened(createCache(64, null));
    const { turn } = cache;
    cache.put(slot(1), 1n, turn);
    cache.begin([slot(1)]);
    expect(cache.put(slot(1), 1n, turn)).toBe(false);
    expect(valueAt(cache, slot(1))).toBeNull();
    cache.end();
    expect(cache.put(slot(1), 1n, cache.turn - 1)).toBe(false);
    expect(cache.counts.invalidated).toBe(1);
  });

  test('makes room by what was used longest ago', () => {
    const cache = opened(createCache(8, null));
    for (let number = 0; number < 8; number += 1) {
      cache.put(slot(number), BigInt(number), cache.turn);
    }
    cache.find(slot(0));
    cache.put(slot(8), 8n, cache.turn);
    expect(valueAt(cache, slot(0))).toBe(0n);
    expect(valueAt(cache, slot(1))).toBeNull();
    expect(valueAt(cache, slot(8))).toBe(8n);
    expect(cache.counts.evicted).toBe(1);
  });

  test('is passed by where another thread holds a set, until it is freed', () => {
    const handle = createCache(8, null);
    const cache = opened(handle);
    cache.put(slot(1), 1n, cache.turn);
    new Int32Array(handle.buffer)[HEADER.words] = 1;
    expect(valueAt(cache, slot(1))).toBeNull();
    expect(cache.put(slot(2), 2n, cache.turn)).toBe(false);
    cache.clear();
    expect(valueAt(cache, slot(1))).toBeNull();
    expect(cache.put(slot(2), 2n, cache.turn)).toBe(true);
  });

  test('forgets what a dead thread had in its hands when it must forget a place of it', () => {
    const handle = createCache(8, null);
    const cache = opened(handle);
    cache.put(slot(1), 1n, cache.turn);
    cache.put(slot(2), 2n, cache.turn);
    new Int32Array(handle.buffer)[HEADER.words] = 1;
    cache.begin([slot(1)]);
    expect(valueAt(cache, slot(1))).toBeNull();
    expect(valueAt(cache, slot(2))).toBeNull();
    expect(cache.put(slot(1), 3n, cache.turn)).toBe(true);
  });

  test('without room is no cache', () => {
    const cache = opened(createCache(0, null));
    expect(cache.put(slot(1), 1n, cache.turn)).toBe(false);
    cache.begin([slot(1)]);
    expect(valueAt(cache, slot(1))).toBeNull();
    expect(cache.counts).toMatchObject({ hits: 0, misses: 1 });
  });
});
