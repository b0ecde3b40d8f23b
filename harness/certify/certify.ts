/**
 * The kit's door: certifies one engine.
 *
 * Owns the plan of a run: which forks, cases and official tests, in which order, and when to give
 * up. Judging one case is the court's, counting the tally's. Prints nothing and ends nobody's
 * process.
 */
import type { Engine, Fork } from '#engine/api/index.js';
import { FORKS } from '../input/vocabulary.ts';
import { hearTheLast, judgeInRun, type Run } from './caseInRun.ts';
import type { Certificate } from './certificate.ts';
import type { CertifyOptions } from './certifyOptions.ts';
import { chosenCases } from './chosenCases.ts';
import type { UnbuiltCase } from './corpusCases.ts';
import { filledCase } from './fillers.ts';
import { KnownFailures } from './knownFailures.ts';
import { judgeOfficial } from './official.ts';
import { settleParallelClaim } from './parallelism.ts';
import { askedBysOf } from './power/powerRow.ts';
import { EXTENTS } from './profiles.ts';
import { planOf, SCHEDULES_DEFAULT } from './schedulePlan.ts';
import { Tally } from './tally.ts';
import { SECONDS_PER_BLOCK_MAX, type Watch } from './watch.ts';

const ENDED_BEFORE = 'the run ended before it came to this';

/** An engine that fails this often is not asked again. */
const CRASHES_MAX = 10;

/**
 * Certifies an engine against serial truth.
 *
 * Resolves with a certificate whatever the engine does; a run ended by the signal resolves too, and
 * never with `pass`. Rejects only when the kit itself fails, or with an `InputError` when the
 * folder of official tests cannot be read.
 */
export async function certify(engine: Engine, options: CertifyOptions): Promise<Certificate> {
  const { judges, claim = 'parallel', profile = 'quick', seed = 0 } = options;
  const startedAt = performance.now();
  const { version, capabilities } = engine.info;
  const engineName = options.engineName ?? engine.info.name;
  const tally = new Tally({
    engine: engineName,
    engineVersion: version,
    isParallelEngine: capabilities.parallel,
    askedBys: askedBysOf({
      parallel: capabilities.parallel,
      takesSchedules: capabilities.schedules === true,
    }),
    claim,
    profile,
    seed,
    known: new KnownFailures(options.known ?? [], new Date()),
  });
  const secondsMax = options.secondsPerBlockMax ?? SECONDS_PER_BLOCK_MAX;
  const watch: Watch = { secondsMax, signal: options.signal };
  const plan = planOf(engine, seed, options.schedules ?? SCHEDULES_DEFAULT);
  const court = { engine, judges, watch, plan };
  const run: Run = { court, tally, options, engineName, seed, last: null };
  const forks = forksToJudge(run);
  for (const fork of forks) {
    if (tally.hasEnded) tally.leaveOut({ what: `fork ${fork}`, reason: ENDED_BEFORE });
    else await judgeFork(run, fork);
  }
  const { official, only, blocks } = options;
  if (blocks !== undefined) {
    const reason = 'only the blocks of a folder were asked for';
    tally.leaveOut({ what: 'the built-in corpus and generated blocks', reason });
  }
  if (official === undefined) {
    const reason = 'no folder was given; name one with --fixtures or LOCKSTEP_FIXTURES';
    tally.leaveOut({ what: 'official tests', reason });
  } else if (only !== undefined || tally.hasEnded) {
    const reason = only === undefined ? ENDED_BEFORE : 'one case of the corpus was asked for';
    tally.leaveOut({ what: 'official tests', reason });
  } else {
    await judgeOfficial({ ...run, tests: official });
  }
  await hearTheLast(run);
  const newest = forks.at(-1);
  if (newest !== undefined) await settleParallelClaim(run, newest);
  return tally.certificate((performance.now() - startedAt) / 1_000);
}

/** Names what is left out before anything runs; a fork asked for by name must not be missed. */
function forksToJudge({ court, tally, options }: Run): readonly Fork[] {
  const claimed = court.engine.info.capabilities.forks;
  const wanted = options.forks ?? FORKS;
  for (const fork of wanted.filter((name) => !claimed.includes(name))) {
    tally.leaveOut(
      { what: `fork ${fork}`, reason: 'the engine does not claim it' },
      options.forks === undefined ? 'pass' : 'inconclusive',
    );
  }
  tally.leaveOut({
    what: 'oracle level 2',
    reason: 'no other interpreter is part of this version',
  });
  return wanted.filter((name) => claimed.includes(name));
}

async function judgeFork(run: Run, fork: Fork): Promise<void> {
  const { tally, options } = run;
  const { onProgress } = options;
  const cases = casesOf(run, fork);
  for (const [done, unbuilt] of cases.entries()) {
    if (tally.hasEnded) return;
    const phase = `cases under ${fork}`;
    onProgress?.({ phase, done, total: cases.length, current: unbuilt.id });
    const { parallelFrom } = run.court.engine.info.capabilities;
    await judgeInRun(run, filledCase(unbuilt.build(), parallelFrom));
    options.onCase?.({ caseId: unbuilt.id, fork });
    if (tally.crashCount >= CRASHES_MAX) tally.giveUp(`${String(CRASHES_MAX)} crashes`);
  }
}

/** The corpus, then what is drawn; or what was asked for. */
function casesOf({ options, seed }: Run, fork: Fork): readonly UnbuiltCase[] {
  const { cases: corpus, blocks, only, profile = 'quick' } = options;
  const { drawsPerGenerator } = EXTENTS[profile];
  if (blocks !== undefined) {
    return blocks(fork).filter(({ id }) => only === undefined || id === only);
  }
  return chosenCases(fork, { seed, drawsPerGenerator, only, ...(corpus && { corpus }) });
}
