/**
 * One case as part of a run.
 *
 * Owns what a judgement comes to: blocks counted, findings with the line that shows them again, an
 * engine that is given up, and what went wrong once it had answered, which is a finding of the
 * block before. Judging itself is the court's.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { CorpusCase } from '#fixtures/corpus/case.js';
import { OF_FILES } from './blockCases.ts';
import type { Finding } from './certificate.ts';
import type { CertifyOptions } from './certifyOptions.ts';
import { lockstepLine } from './commandLine.ts';
import {
  afterwards,
  type BareFinding,
  type BlockJudgement,
  type Court,
  judgeCase,
} from './court.ts';
import type { FilledCase } from './fillers.ts';
import { GENERATED } from './generatedCases.ts';
import type { PathRuns } from './proof/parallelPaths.ts';
import type { Tally } from './tally.ts';
import { SECONDS_PER_BLOCK_MAX, type Trial, unready } from './watch.ts';

/** Time for what an engine does once it has answered. */
const AFTERMATH_MILLISECONDS = 100;

/** A run that cases are part of. */
export interface Run {
  readonly court: Court;
  readonly tally: Tally;
  readonly options: CertifyOptions;
  readonly engineName: string;
  readonly seed: number;
  /** The block that was judged last. */
  last: Site | null;
}

/** Judges a case, and tells the tally. */
export async function judgeInRun(run: Run, filled: FilledCase): Promise<void> {
  const { judged } = filled;
  const { court, tally } = run;
  const { fork, policy } = judged;
  if (!court.engine.info.capabilities.policies.includes(policy)) {
    tally.leaveOut({ what: `policy ${policy}`, reason: 'the engine does not claim it' });
    tally.addCase(judged, false);
    return;
  }
  await hear(run);
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

/** What an engine does once it has answered is heard a little later: of the last block, here. */
export async function hearTheLast(run: Run): Promise<void> {
  if (run.court.engine.ready !== undefined) await pause(AFTERMATH_MILLISECONDS);
  await hear(run);
}

/** The site is the block that was judged last. */
async function hear(run: Run): Promise<void> {
  const { court, tally, last } = run;
  if (last === null || tally.hasEnded) return;
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
