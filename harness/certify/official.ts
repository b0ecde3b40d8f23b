/**
 * The official part of a certificate: oracle level 3.
 *
 * Owns the sample, which the seed chooses so that it can be had again, and how failed tests become
 * findings. Running them is the runner's.
 */
import type { Engine } from '#engine/api/index.js';
import type { ReplayClerk } from '../replay/clerk.ts';
import { lockstepLine } from './commandLine.ts';
import type { CertifyOptions } from './certifyOptions.ts';
import type { Court } from './court.ts';
import { type OfficialFailure, runOfficialTests } from './officialRun.ts';
import type { Tally } from './tally.ts';

/** Official tests to run as part of a certification. */
export interface OfficialTests {
  /** Searched recursively. */
  readonly folder: string;
  /** Share of the tests, in per cent, 1 to 100. */
  readonly samplePercent: number;
}

/** What the official part works with. */
export interface OfficialPart {
  readonly court: Court;
  readonly tally: Tally;
  readonly tests: OfficialTests;
  readonly engineName: string;
  readonly seed: number;
  readonly options: Pick<CertifyOptions, 'onProgress' | 'onFinding' | 'settingWords' | 'clerk'>;
}

/** Runs the sample and counts it. Throws an `InputError` for a folder that cannot be used. */
export async function judgeOfficial(part: OfficialPart): Promise<void> {
  const { court, tally, tests, seed, options } = part;
  const { folder, samplePercent } = tests;
  const { parallelFrom } = court.engine.info.capabilities;
  const { report, end, schedules } = await runOfficialTests({
    engine: court.engine,
    folder,
    watch: court.watch,
    plan: court.plan,
    filter: (id) => isInSample(id, seed, samplePercent),
    onBlock: ({ fork, transactions }, { stats }) => {
      const where = `a block of an official test under ${fork}`;
      tally.parallel.paths.add({
        where,
        // An official block can be given no fillers: below the engine's size it says nothing.
        txCount: parallelFrom === undefined ? transactions.length : 0,
        includedCount: 0,
        stats: [stats],
      });
    },
    onTest: ({ outcome, passed, failed, skipped }) => {
      const done = passed + failed + skipped;
      options.onProgress?.({ phase: 'official tests', done, total: null, current: outcome.id });
    },
    onFailure: async (failure) => {
      await addFailure(part, failure);
    },
  });
  const { total, passed, failed, skipped } = report;
  const blocks = report.parallelBlocks + report.serialBlocks;
  const summary = { samplePercent, total, passed, failed, skipped: skipped.length };
  tally.addOfficial({ summary, blocks, schedules });
  if (end === 'interrupted') tally.end({ kind: 'interrupted' });
  if (end === 'stuck') tally.giveUp('the engine is stuck');
}

async function addFailure(part: OfficialPart, failure: OfficialFailure): Promise<void> {
  const { id, block, words, crash } = failure;
  const { tally, tests, engineName, options } = part;
  const run = ['fixtures', 'run', engineName, '--fixtures', tests.folder];
  const line = [...run, '--only', id, '--seed', String(part.seed)];
  const [judge] = part.court.judges;
  const token = judge && (await tokenOf(failure, options.clerk, judge.engine));
  const replay = token ?? lockstepLine([...line, ...(options.settingWords ?? [])]);
  const finding = {
    kind: crash === null ? 'official' : 'crash',
    verdict: crash === null ? 'fail' : 'crash',
    caseId: id,
    fork: null,
    policy: 'reject-block',
    block: block ?? 0,
    path: '',
    words: crash === null ? words : `the engine ${crash}`,
    expected: '',
    actual: '',
    replay,
  } as const;
  if (tally.addFinding(finding)) options.onFinding?.(finding, null);
}

/** The command that repeats the engine's last block, if that is where the test failed. */
export async function tokenOf(
  { crash, lastBlock }: OfficialFailure,
  clerk: ReplayClerk | undefined,
  judge: Engine,
): Promise<string | null> {
  if (crash !== null || lastBlock === null || clerk === undefined) return null;
  // The last run is the one that may differ from those before it.
  const results = [...lastBlock.results].reverse();
  const replay = await clerk.writeFirst(lastBlock.trial, results, judge);
  return replay.kind === 'token' ? replay.line : null;
}

/** Whether a test belongs to the seed's sample: FNV-1a of seed and id, in 32 bits. */
export function isInSample(id: string, seed: number, samplePercent: number): boolean {
  if (samplePercent >= 100) return true;
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(`${String(seed)}:${id}`)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  // The low bits of FNV are its weak ones.
  return ((hash >>> 16) * 100) >>> 16 < samplePercent;
}
