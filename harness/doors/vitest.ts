/**
 * `lockstep-evm/vitest`: the kit as tests of the user's own project.
 *
 * Owns how a certification becomes tests: one for each case under each fork, named alike, with
 * what differs as a diff and a line that runs it again. Judging is the kit's. What an engine does
 * not claim or cannot be given is a skipped test that says so, never a passed one.
 */
import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Engine, Fork } from '#engine/api/index.js';
import type { Profile } from '../certify/certificate.ts';
import { chosenCases } from '../certify/chosenCases.ts';
import { EXTENTS } from '../certify/profiles.ts';
import { SECONDS_PER_BLOCK_MAX } from '../certify/watch.ts';
import { judgedSettingsOf } from '../cli/engineSettings.ts';
import { closeEngine } from '../cli/openEngines.ts';
import { openEngine } from '../cli/engines.ts';
import { fixturesFolder } from '../cli/fixturesFolder.ts';
import { FORKS } from '../input/vocabulary.ts';
import { Bench } from './conformanceBench.ts';
import type { ConformanceOptions, EngineSource } from './conformanceOptions.ts';

export type { ConformanceOptions, EngineSource };

/** A test may be of several blocks, each of them run under several schedules and again. */
const BLOCKS_PER_TEST = 10;
const OFFICIAL_MILLISECONDS_MAX = 3_600_000;

/**
 * Declares tests that hold an engine to serial execution. Call it at the top of a test file.
 *
 * @example
 * import { describeConformance } from 'lockstep-evm/vitest';
 * import { createEngine } from './my-engine.js';
 *
 * describeConformance(() => createEngine(), { forks: ['Prague'] });
 */
export function describeConformance(source: EngineSource, options: ConformanceOptions = {}): void {
  const seed = options.seed ?? seedOfRun();
  const { forks = FORKS, secondsPerBlockMax = SECONDS_PER_BLOCK_MAX } = options;
  const title = `conformance of ${options.name ?? nameOf(source)}`;
  const timeout = secondsPerBlockMax * 1_000 * BLOCKS_PER_TEST;
  describe(title, () => {
    let engine: Engine | null = null;
    const opened = (): Engine => {
      if (engine === null) throw new Error('the engine was not opened');
      return engine;
    };
    beforeAll(async () => {
      engine = await open(source, seed);
    }, timeout);
    afterAll(async () => {
      if (engine !== null && engine !== source) await closeEngine(engine);
    });
    const fixtures = fixturesFolder(options.fixtures);
    const bench = new Bench(opened, { title, name: lineNameOf(source), seed, options, fixtures });
    for (const fork of forks) {
      describe(fork, () => {
        for (const id of caseIds(fork, options.profile ?? 'quick', seed)) {
          test(id, { timeout }, async (context) => {
            await bench.judge(context, { forks: [fork], only: id });
          });
        }
      });
    }
    test('official tests', { timeout: OFFICIAL_MILLISECONDS_MAX }, async (context) => {
      if (fixtures === null) context.skip('no folder of them: fixtures, or LOCKSTEP_FIXTURES');
      else await bench.judge(context, { fixtures, forks: [], blocks: () => [] });
    });
    if (options.claim === 'parallel') {
      test('runs in parallel', { timeout }, async (context) => {
        await bench.prove(
          context,
          FORKS.findLast((fork) => forks.includes(fork)),
        );
      });
    }
  });
}

function caseIds(fork: Fork, profile: Profile, seed: number): readonly string[] {
  const { drawsPerGenerator } = EXTENTS[profile];
  return chosenCases(fork, { seed, drawsPerGenerator }).map(({ id }) => id);
}

function nameOf(source: EngineSource): string {
  if (typeof source === 'string') return source;
  return typeof source === 'function' ? source.name || 'the engine' : source.info.name;
}

/** What command lines call it; nothing, where it is an object of the user's. */
function lineNameOf(source: EngineSource): string | null {
  return typeof source === 'string' ? source : null;
}

async function open(source: EngineSource, seed: number): Promise<Engine> {
  if (typeof source === 'string') {
    return await openEngine(source, judgedSettingsOf(source, {}, seed));
  }
  return typeof source === 'function' ? await source() : source;
}

function seedOfRun(): number {
  const text = process.env['LOCKSTEP_SEED'] ?? '1';
  if (/^\d{1,10}$/.test(text) && Number(text) < 2 ** 31) return Number(text);
  throw new RangeError(`LOCKSTEP_SEED must be an integer from 0 to 2147483647, not "${text}"`);
}
