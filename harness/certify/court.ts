/**
 * Judges one case of the corpus.
 *
 * Owns the order of questions: what is right (the judges must agree), what the engine says
 * (compared field by field), whether both are what the case states by hand, and whether a
 * divergence comes again, all of it for every schedule of the plan. Does not choose cases and does
 * not sum up.
 */
import type { Engine, ExecutionResult, Stats, UnstatedPart } from '#engine/api/index.js';
import {
  type CorpusBlock,
  type CorpusCase,
  deviations,
  statementCount,
} from '#fixtures/corpus/index.js';
import { compareResults, type Difference, firstDifference } from '../compare/index.ts';
import type { Finding, OracleLevel } from './certificate.ts';
import { flakeRate, flakeWords } from './flakeRate.ts';
import { type Asking, askingWords, type BlockSite, type SchedulePlan } from './schedulePlan.ts';
import {
  type Answer,
  executeWatched,
  expressWatched,
  type Trial,
  unready,
  type Watch,
} from './watch.ts';

/** An engine whose word is taken for serial truth. */
export interface Judge {
  readonly name: string;
  readonly level: OracleLevel;
  readonly engine: Engine;
}

/** Who is judged, by whom. */
export interface Court {
  readonly engine: Engine;
  /** At least one; the first is the one quoted. */
  readonly judges: readonly Judge[];
  readonly watch: Watch;
  readonly plan: SchedulePlan;
}

/** A finding before its place in the run is written onto it. */
export type BareFinding = Pick<
  Finding,
  'kind' | 'verdict' | 'path' | 'words' | 'expected' | 'actual' | 'rate'
>;

/** What judging one block brought. */
export type BlockJudgement =
  | {
      readonly kind: 'judged';
      readonly compared: number;
      /** Parts that the engine leaves unsaid. */
      readonly unstated: ReadonlySet<UnstatedPart>;
      readonly findings: readonly BareFinding[];
      readonly truth: ExecutionResult;
      /** What was executed: the block asked for, or the nearest that the engine can be given. */
      readonly trial: Trial;
      /** Runs under a schedule that was asked for. */
      readonly schedules: number;
      /** Runs on a number of lanes that was asked for. */
      readonly laneRuns: number;
      /** Of each run that was compared, in order. */
      readonly stats: readonly Stats[];
      /** The run that differs from the truth, if one does; it is the last. */
      readonly diverging: Run | null;
    }
  | { readonly kind: 'undecided'; readonly finding: BareFinding }
  | { readonly kind: 'crashed'; readonly finding: BareFinding; readonly isLate: boolean }
  /** The engine declines the block; `reason` is a phrase. */
  | { readonly kind: 'unsupported'; readonly reason: string }
  | { readonly kind: 'interrupted' };

type Crash = Extract<BlockJudgement, { kind: 'crashed' }>;

/** One execution and what came of it. */
export interface Run {
  readonly trial: Trial;
  readonly result: ExecutionResult;
}

/** Runs of a diverging block, the first one included, that tell a flaky engine from a wrong one. */
const RUNS_OF_DIVERGENCE = 3;
/** Runs that tell how often a flaky one is wrong, unless they take too long. */
const RUNS_OF_FLAKE = 20;
const SECONDS_OF_FLAKE = 60;

/** Judges the blocks of a case in order, each on the state that the judges left. */
export async function* judgeCase(
  court: Court,
  { id, fork, blocks, preState, policy }: CorpusCase,
): AsyncGenerator<{ readonly trial: Trial; readonly judgement: BlockJudgement }, void, undefined> {
  let state = preState;
  for (const [index, stated] of blocks.entries()) {
    const { block } = stated;
    const trial: Trial = { block, preState: state, policy };
    const site = { key: [id, fork, index], txCount: block.transactions.length };
    const judgement = await judgeBlock(court, { stated, trial, site });
    yield { trial: judgement.kind === 'judged' ? judgement.trial : trial, judgement };
    // Without a truth there is no state to go on from, and an engine that failed is not asked
    // twice.
    if (judgement.kind !== 'judged') return;
    if (judgement.truth.status === 'accepted') state = judgement.truth.postState;
  }
}

interface Question {
  readonly stated: CorpusBlock;
  readonly trial: Trial;
  readonly site: BlockSite;
}

/** Stops at the first schedule that shows something: it can be had again alone. */
async function judgeBlock(
  court: Court,
  { stated, trial: wanted, site }: Question,
): Promise<BlockJudgement> {
  const expression = await expressWatched(court.engine, wanted, court.watch);
  if (expression.kind !== 'trial') return withoutResult(expression, {});
  const { trial } = expression;
  const agreed = await findTruth(court, trial);
  if (agreed.kind !== 'agreed') return agreed;
  const { result: truth } = agreed;
  const stats: Stats[] = [];
  const unstated = new Set<UnstatedPart>();
  // What a case states, it states of its own block.
  const isAsAsked = trial === wanted;
  const judged = { kind: 'judged', truth, trial, stats, unstated } as const;
  let compared = isAsAsked ? statementCount(stated) : 0;
  let [schedules, laneRuns] = [0, 0];
  for (const asking of court.plan(site)) {
    const asked: Trial = { ...trial, ...asking };
    const answer = await executeWatched(court.engine, asked, court.watch);
    if (answer.kind !== 'result') return withoutResult(answer, asking);
    const comparison = compareResults(truth, answer.result, 1);
    compared += comparison.compared;
    for (const part of comparison.unstated) unstated.add(part);
    stats.push(answer.result.stats);
    if (asking.schedule !== undefined) schedules += 1;
    if (asking.lanes !== undefined) laneRuns += 1;
    const [difference] = comparison.differences;
    if (difference === undefined) continue;
    const findings = [await describeDivergence(court, { trial: asked, truth, difference })];
    const diverging = { trial: asked, result: answer.result };
    return { ...judged, compared, findings, schedules, laneRuns, diverging };
  }
  const trouble = await unready(court.engine);
  if (trouble !== null) return afterwards(trouble);
  const findings = (isAsAsked ? deviations(stated, truth) : []).map((words) =>
    bare('expectation', `${words}; the judges say the same, and the case states otherwise`),
  );
  return { ...judged, compared, findings, schedules, laneRuns, diverging: null };
}

function withoutResult(
  answer: Exclude<Answer, { kind: 'result' }>,
  asking: Asking,
): BlockJudgement {
  if (answer.kind === 'interrupted' || answer.kind === 'unsupported') return answer;
  const finding = bare('crash', `the engine ${answer.reason}${askingWords(asking)}`);
  return { kind: 'crashed', finding, isLate: answer.kind === 'timed-out' };
}

/** Of an engine that went wrong once it had answered: it is this block that brought it there. */
export function afterwards({ reason }: { readonly reason: string }): Crash {
  const words = `once it had answered, the engine ${reason}`;
  return { kind: 'crashed', finding: bare('crash', words), isLate: false };
}

interface Divergence {
  readonly trial: Trial;
  readonly truth: ExecutionResult;
  readonly difference: Difference;
}

/** Runs the block again: an engine that is right now and then is flaky, not wrong. */
async function describeDivergence(
  court: Court,
  { trial, truth, difference }: Divergence,
): Promise<BareFinding> {
  const startedAt = performance.now();
  let [wrong, runs] = [1, 1];
  const isEnough = (): boolean => {
    if (runs < RUNS_OF_DIVERGENCE) return false;
    const isLate = performance.now() - startedAt > SECONDS_OF_FLAKE * 1_000;
    return (
      wrong === runs || runs === RUNS_OF_FLAKE || isLate || court.watch.signal?.aborted === true
    );
  };
  while (!isEnough()) {
    const again = await executeWatched(court.engine, trial, court.watch);
    if (again.kind !== 'result' || firstDifference(truth, again.result) !== null) wrong += 1;
    runs += 1;
  }
  const { path, expected, actual } = difference;
  const words = `${difference.words}${askingWords(trial)}`;
  if (wrong === runs) return { kind: 'divergence', verdict: 'fail', path, words, expected, actual };
  const rate = flakeRate(wrong, runs);
  const often = `${words} (${flakeWords(rate)})`;
  return { kind: 'flaky', verdict: 'flaky', path, words: often, expected, actual, rate };
}

type Truth =
  | { readonly kind: 'agreed'; readonly result: ExecutionResult }
  | { readonly kind: 'undecided'; readonly finding: BareFinding }
  | { readonly kind: 'interrupted' };

/** What the judges say, if they say one thing. */
async function findTruth({ judges, watch }: Court, trial: Trial): Promise<Truth> {
  let first: { readonly judge: Judge; readonly result: ExecutionResult } | null = null;
  for (const judge of judges) {
    const answer: Answer = await executeWatched(judge.engine, trial, watch);
    if (answer.kind === 'interrupted') return answer;
    if (answer.kind !== 'result') return undecided(`the judge ${judge.name} ${answer.reason}`);
    if (first === null) {
      first = { judge, result: answer.result };
      continue;
    }
    const difference = firstDifference(first.result, answer.result);
    if (difference === null) continue;
    const names = `the judges ${first.judge.name} and ${judge.name}`;
    return undecided(`${names} disagree: ${difference.words}`, difference);
  }
  if (first === null) return undecided('there is no judge independent of this engine');
  return { kind: 'agreed', result: first.result };
}

function undecided(words: string, difference?: Difference): Truth {
  const finding = bare('dispute', words);
  return { kind: 'undecided', finding: { ...finding, ...difference, words } };
}

const VERDICT_OF = { crash: 'crash', expectation: 'fail', dispute: 'inconclusive' } as const;

function bare(kind: keyof typeof VERDICT_OF, words: string): BareFinding {
  return { kind, verdict: VERDICT_OF[kind], path: '', words, expected: '', actual: '' };
}
