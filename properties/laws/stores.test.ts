/**
 * Law: where the state before a block comes from, and what is known of it, changes no result.
 *
 * Chains of blocks with siblings and failures in between, each put to one engine that keeps state
 * on disk: with caches of every size, with preloading and without, both broken in every way that is
 * known, under hints of every quality. A thousand blocks in all.
 */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

import type { Alloc, Block, Engine, HintChoice, StoreStats } from '#engine/api/index.js';
import {
  type BaseStoreOptions,
  createAsynchronousEngine,
  createBlockSTMEngine,
  createMultiRoundEngine,
  createSerialEngine,
} from '#engine/index.js';
import { corpus } from '#fixtures/corpus/index.js';
import { firstDifference } from '#harness/compare/index.js';
import { SEED, SEED_NOTE } from '#properties/campaign.js';
import { dishes, serve } from '#properties/random/conflictBlock.js';

const TIMEOUT_MS = 120_000;
const FORK = 'Osaka';
const BLOCKS_IN_ALL = 1_000;

/** What an engine keeps, and what it is told. */
interface Setting {
  readonly store: BaseStoreOptions;
  readonly hints: HintChoice;
}

const SETTINGS: readonly Setting[] = [
  { store: {}, hints: 'all' },
  { store: {}, hints: 'exact' },
  { store: { preload: false }, hints: 'none' },
  { store: { cacheEntries: 0 }, hints: 'all' },
  { store: { cacheEntries: 16 }, hints: 'static' },
  { store: { fault: 'forgetful' }, hints: 'simulation' },
  { store: { fault: 'stuck' }, hints: 'all' },
  { store: { fault: 'failing' }, hints: 'exact' },
  { store: { fault: 'dying' }, hints: 'templates' },
  { store: { fault: 'late' }, hints: 'all' },
  { store: { fault: 'wrong' }, hints: 'all' },
  { store: {}, hints: 'hostile' },
];

const ENGINES = SETTINGS.flatMap((setting, number) => {
  const { store, hints } = setting;
  const options = {
    lanes: 3,
    runtime: { kind: 'simulation', seed: BigInt(number) },
    ...setting,
  } as const;
  const name = `${JSON.stringify(store)}, hints ${hints}`;
  return [
    { name: `v1, ${name}`, setting, engine: createMultiRoundEngine(options) },
    { name: `v2, ${name}`, setting, engine: createAsynchronousEngine(options) },
  ];
});
const ON_THREADS = [
  {
    name: 'v1 on threads',
    engine: createMultiRoundEngine({ minParallel: 0, store: {}, hints: 'all' }),
  },
  {
    name: 'v2 on threads',
    engine: createAsynchronousEngine({ minParallel: 0, store: {}, hints: 'all' }),
  },
  {
    name: 'block-stm on threads',
    engine: createBlockSTMEngine({ minParallel: 0, store: { cacheEntries: 64 } }),
  },
];
afterAll(async () => {
  for (const { engine } of [...ENGINES, ...ON_THREADS]) await engine.close?.();
});

/** How a chain goes on after a block. */
const WAYS = ['on', 'on', 'on', 'sibling', 'failure'] as const;

/** A block, and where it is put. */
const links = fc.record({ chosen: dishes, way: fc.constantFrom(...WAYS) });

type Link = typeof links extends fc.Arbitrary<infer Value> ? Value : never;

/** What a chain came to. */
interface Course {
  readonly hits: number;
  readonly misses: number;
  readonly preloaded: number;
  readonly preloadsFailed: number;
  readonly invalidated: number;
  readonly codeHits: number;
  readonly codeMisses: number;
  readonly rejected: number;
}

/** Puts the blocks of a chain to an engine; a sibling stands where the block before it stood. */
async function follow(engine: Engine, chain: readonly Link[]): Promise<Course> {
  const serial = createSerialEngine();
  const course = {
    hits: 0,
    misses: 0,
    preloaded: 0,
    preloadsFailed: 0,
    invalidated: 0,
    codeHits: 0,
    codeMisses: 0,
    rejected: 0,
  };
  let [parent, state] = [serve(FORK, []).preState, serve(FORK, []).preState];
  for (const { chosen, way } of chain) {
    const before = way === 'sibling' ? parent : state;
    const { block, preState } = serve(FORK, chosen, before);
    const tried = way === 'failure' ? failing(block) : block;
    const truth = await serial.execute(tried, preState);
    const result = await engine.execute(tried, preState);
    expect(firstDifference(truth, result)).toBeNull();
    expect(result.stats.path).toEqual({ kind: 'parallel' });
    add(course, result.stats.store);
    if (result.status === 'accepted') [parent, state] = nextStates(preState, result.postState);
    else course.rejected += 1;
  }
  return course;
}

/** The same block with its first transaction once more, whose nonce is used up by then. */
function failing(block: Block): Block {
  return { ...block, transactions: [...block.transactions, ...block.transactions.slice(0, 1)] };
}

function nextStates(preState: Alloc, postState: Alloc): [Alloc, Alloc] {
  return [preState, postState];
}

function add(course: { -readonly [Key in keyof Course]: number }, store?: StoreStats): void {
  if (store === undefined) throw new Error('an engine with a store says what it did');
  course.hits += store.hits;
  course.misses += store.misses;
  course.preloaded += store.preloaded;
  course.preloadsFailed += store.preloadsFailed;
  course.invalidated += store.invalidated;
  course.codeHits += store.codeHits;
  course.codeMisses += store.codeMisses;
}

function chainOf(length: number, seed: number): readonly Link[] {
  return fc.sample(links, { seed, numRuns: length });
}

describe(`chains of blocks, ${SEED_NOTE}`, { timeout: TIMEOUT_MS }, () => {
  const length = Math.ceil(BLOCKS_IN_ALL / (ENGINES.length + ON_THREADS.length));

  test.each(ENGINES)('$name', async ({ engine, setting: { store, hints } }) => {
    const course = await follow(engine, chainOf(length, SEED));
    expect(course.rejected).toBeGreaterThan(length / 20);
    expect(course.misses).toBeGreaterThan(0);
    const least = store.cacheEntries === 0 ? -1 : length;
    expect(course.hits).toBeGreaterThan(least);
    expect(course.invalidated).toBeGreaterThan(least);
    expect(store.cacheEntries !== 0 || course.hits + course.preloaded === 0).toBe(true);
    expect(store.fault !== 'failing' || course.preloadsFailed > 0).toBe(true);
    expect((store.preload !== false && hints !== 'none') || course.preloaded === 0).toBe(true);
  });

  test.each(ON_THREADS)('$name', async ({ engine }) => {
    const course = await follow(engine, chainOf(length, SEED + 1));
    expect(course.hits).toBeGreaterThan(length);
    expect(course.invalidated).toBeGreaterThan(length);
    expect(course.codeHits).toBeGreaterThan(0);
    expect(course.codeMisses).toBeGreaterThan(0);
  });
});

describe('a store that holds nothing yet', { timeout: TIMEOUT_MS }, () => {
  // Nothing of an earlier block may be needed: say the empty code, where all accounts have code.
  // On threads of their own, since what one thread has read of codes outlives its engine.
  const cases = corpus(FORK).filter(({ id }) => id.startsWith('withdrawals/'));
  test.each(cases)('$id', async ({ policy, preState, blocks }) => {
    const serial = createSerialEngine();
    const options = { invalidTransactions: policy };
    let state = preState;
    for (const { block } of blocks) {
      const truth = await serial.execute(block, state, options);
      for (const create of [createMultiRoundEngine, createAsynchronousEngine]) {
        const engine = create({ lanes: 2, minParallel: 0, store: {} });
        const result = await engine.execute(block, state, options);
        await engine.close?.();
        expect(firstDifference(truth, result)).toBeNull();
        expect(result.stats.fallbacks).toBe(0);
      }
      if (truth.status === 'accepted') state = truth.postState;
    }
  });
});
