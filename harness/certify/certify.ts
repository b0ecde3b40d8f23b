/**
 * The kit's door: certifies one engine.
 *
 * Owns the plan of a run: which forks, cases and official tests, in which order, and when to give
 * up. Judging one case is the court's, counting the tally's. Prints nothing and ends nobody's
 * process.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine, Fork } from '#engine/api/index.js';
import type { CorpusCase } from '#fixtures/corpus/case.js';
import { FORKS } from '../input/vocabulary.ts';
import { OF_FILES } from './blockCases.ts';
import type { Certificate, Claim, Finding, Profile } from './certificate.ts';
import { lockstepLine } from './commandLine.ts';
import { chosenCases } from './chosenCases.ts';
import type { UnbuiltCase } from './corpusCases.ts';
import {
  type BareFinding,
  type BlockJudgement,
  type Court,
  type Judge,
  afterwards,
  judgeCase,
} from './court.ts';
import { type FilledCase, filledCase } from './fillers.ts';
import { GENERATED } from './generatedCases.ts';
import type { ReplayClerk } from '../replay/clerk.ts';
import { type KnownFailure, KnownFailures } from './knownFailures.ts';
import { judgeOfficial, type OfficialTests } from './official.ts';
import { settleParallelClaim } from './parallelism.ts';
import { EXTENTS } from './profiles.ts';
import { askedBysOf } from './power/powerRow.ts';
import type { PathRuns } from './proof/parallelPaths.ts';
import type { Meter } from './proof/prove.ts';
import { planOf, type ScheduleChoice, SCHEDULES_DEFAULT } from './schedulePlan.ts';
import { Tally } from './tally.ts';
import { SECONDS_PER_BLOCK_MAX, type Trial, unready, type Watch } from './watch.ts';

/** How far a run has come. */
export interface CertifyProgress {
  readonly phase: string;
  readonly done: number;
  readonly total: number | null;
  readonly current: string;
}

/** A case under a fork that the run has come to. */
export interface CaseEnd {
  readonly caseId: string;
  readonly fork: Fork;
}

/** What to certify and how. */
export interface CertifyOptions {
  /** Those whose word is taken for serial truth, the most independent first. */
  readonly judges: readonly Judge[];
  /** Default `parallel`. */
  readonly claim?: Claim;
  /** Default `quick`. */
  readonly profile?: Profile;
  /** Chooses the sample of official tests; goes into every replay command. Default 0. */
  readonly seed?: number;
  /** The engine as the command line spells it; default its own name. */
  readonly engineName?: string;
  /** Words of the command line that set the engine up; they go into every replay command. */
  readonly settingWords?: readonly string[];
  /** Default: all that the engine claims. */
  readonly forks?: readonly Fork[];
  /** One case of the corpus instead of all. */
  readonly only?: string;
  /** Default: none. */
  readonly official?: OfficialTests;
  /** Clocks of the proof of parallelism. Default: this process's. */
  readonly meter?: Meter;
  /** Failures that were explained before. Default: none. */
  readonly known?: readonly KnownFailure[];
  /** Writes replay tokens. Default: findings are replayed by case alone. */
  readonly clerk?: ReplayClerk;
  /** For engines that take schedules. Default: as configured, and three seeded ones. */
  readonly schedules?: ScheduleChoice;
  /** Longest wait for one block, in seconds. Default 60. */
  readonly secondsPerBlockMax?: number;
  /** Default: the built-in corpus. */
  readonly cases?: (fork: Fork) => readonly UnbuiltCase[];
  /** Blocks to judge in place of the corpus and of what is drawn. */
  readonly blocks?: (fork: Fork) => readonly UnbuiltCase[];
  /** Hears of each case when it has been judged, or declined. */
  readonly onCase?: (end: CaseEnd) => void;
  /** Hears of each step. */
  readonly onProgress?: (step: CertifyProgress) => void;
  /** Hears of each finding at once; `trial` is the block that shows it, where there is one. */
  readonly onFinding?: (finding: Finding, trial: Trial | null) => void;
  readonly signal?: AbortSignal;
}

const ENDED_BEFORE = 'the run ended before it came to this';

const AFTERMATH_MILLISECONDS = 100;

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
  await hear(run, AFTERMATH_MILLISECONDS);
  const newest = forks.at(-1);
  if (newest !== undefined) await settleParallelClaim(run, newest);
  return tally.certificate((performance.now() - startedAt) / 1_000);
}

interface Run {
  readonly court: Court;
  readonly tally: Tally;
  readonly options: CertifyOptions;
  readonly engineName: string;
  readonly seed: number;
  /** The block that was judged last. */
  last: Site | null;
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
    await judgeOne(run, filledCase(unbuilt.build(), parallelFrom));
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

async function judgeOne(run: Run, filled: FilledCase): Promise<void> {
  const { judged } = filled;
  const { court, tally } = run;
  const { fork, policy } = judged;
  if (!court.engine.info.capabilities.policies.includes(policy)) {
    tally.leaveOut({ what: `policy ${policy}`, reason: 'the engine does not claim it' });
    tally.addCase(judged, false);
    return;
  }
  await hear(run, 0);
  const levels = court.judges.map(({ level }) => level);
  let block = 0;
  let isJudged = true;
  for await (const { trial, judgement } of judgeCase(court, judged)) {
    const isLarge = filled.isLarge[block] === true;
    const site: Site = { judged, block, trial, isLarge, isFilled: filled.isChanged };
    const before = run.last;
    run.last = site;
    switch (judgement.kind) {
      case 'judged':
        tally.addBlock({ caseId: judged.id, fork, levels, ...judgement, trial });
        tally.parallel.paths.add(pathRuns(site, judgement));
        if (trial.block.transactions.length >= 2 && !isLarge) tally.addSmall();
        for (const bare of judgement.findings) {
          addFinding(run, site, await withReplay(run, site, { bare, judgement }));
        }
        break;
      case 'undecided':
        addFinding(run, site, judgement.finding);
        break;
      case 'crashed':
        addFinding(run, site, mayBeOf(before, judgement));
        await giveUpWhereStuck(run, judgement.isLate);
        break;
      case 'unsupported':
        tally.leaveOut({ what: `${judged.id} under ${fork}`, reason: judgement.reason });
        isJudged = false;
        break;
      case 'interrupted':
        tally.end({ kind: 'interrupted' });
        break;
    }
    block += 1;
  }
  tally.addCase(judged, isJudged);
}

/** A process that ends may still be at what it did after the block before. */
function mayBeOf(
  before: Site | null,
  { finding, isLate }: Extract<BlockJudgement, { kind: 'crashed' }>,
): BareFinding {
  if (before === null || isLate) return finding;
  const words = `${finding.words} (the block before it was ${before.judged.id})`;
  return { ...finding, words };
}

/** One that nobody can start again is not asked again. */
async function giveUpWhereStuck({ court: { engine }, tally }: Run, isLate: boolean): Promise<void> {
  const isAlone = engine.ready === undefined;
  const trouble = await unready(engine);
  if (trouble !== null) tally.giveUp(`the engine ${trouble.reason}`);
  else if (isLate && isAlone) tally.giveUp('the engine is stuck');
}

/** What an engine does once it has answered is heard a little later; the last block is its site. */
async function hear(run: Run, milliseconds: number): Promise<void> {
  const { court, tally, last } = run;
  if (last === null || tally.hasEnded || court.engine.ready === undefined) return;
  if (milliseconds > 0) await pause(milliseconds);
  const trouble = await unready(court.engine);
  if (trouble !== null) addFinding(run, last, afterwards(trouble).finding);
}

type Judged = Extract<BlockJudgement, { kind: 'judged' }>;

/** Where in the run a finding was made. */
interface Site {
  readonly judged: CorpusCase;
  readonly block: number;
  readonly trial: Trial;
  /** Whether the engine can be held to run it in parallel. */
  readonly isLarge: boolean;
  /** Whether the case has transactions that its name does not tell of. */
  readonly isFilled: boolean;
}

/** The flags besides the case that decide about a verdict, where they are not the defaults. */
function judgementWords({
  claim,
  secondsPerBlockMax,
  settingWords = [],
}: CertifyOptions): readonly string[] {
  const hasLimit = secondsPerBlockMax !== undefined && secondsPerBlockMax !== SECONDS_PER_BLOCK_MAX;
  return [
    ...(claim === 'equivalence' ? ['--claim', claim] : []),
    ...(hasLimit ? ['--time-limit', String(secondsPerBlockMax)] : []),
    ...settingWords,
  ];
}

function pathRuns({ judged, block, trial, isLarge }: Site, { stats, truth }: Judged): PathRuns {
  const where = `${judged.id} under ${judged.fork}, block ${String(block)},`;
  const includedCount = truth.status === 'accepted' ? truth.receipts.length : 0;
  const txCount = isLarge ? trial.block.transactions.length : 0;
  return { where, txCount, includedCount, stats };
}

/** A finding, and the command that shows it again where that is a token. */
interface ReplayableFinding extends BareFinding {
  readonly replay?: string;
}

async function withReplay(
  { options }: Run,
  { judged, block, isFilled }: Site,
  { bare, judgement }: { bare: BareFinding; judgement: Judged },
): Promise<ReplayableFinding> {
  if (judgement.diverging === null || options.clerk === undefined) return bare;
  const { id: caseId, fork } = judged;
  // What is not in the corpus travels in the token itself.
  const isBuiltIn = !isFilled && !caseId.startsWith(GENERATED) && !caseId.startsWith(OF_FILES);
  const corpus = isBuiltIn ? { caseId, fork, index: block } : null;
  const replay = await options.clerk.write({ ...judgement.diverging, corpus });
  if (replay.kind === 'token') return { ...bare, replay: replay.line };
  return replay.why === '' ? bare : { ...bare, words: `${bare.words}; ${replay.why}` };
}

function addFinding(run: Run, { judged, block, trial }: Site, bare: ReplayableFinding): void {
  const { id: caseId, fork, policy } = judged;
  const { engineName, seed, tally, options } = run;
  const words = ['certify', engineName, '--only', caseId, '--fork', fork, '--seed', String(seed)];
  const byCase = lockstepLine([...words, ...judgementWords(options)]);
  const { replay = byCase } = bare;
  const finding: Finding = { ...bare, caseId, fork, policy, block, replay };
  if (tally.addFinding(finding)) options.onFinding?.(finding, trial);
}
