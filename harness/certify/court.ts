/**
 * Judges one case of the corpus.
 *
 * Owns the order of questions: what is right (the judges must agree), what the engine says
 * (compared field by field), whether both are what the case states by hand, and whether a
 * divergence comes again. Does not choose cases and does not sum up.
 */
import type { Engine, ExecutionResult } from '#engine/api/index.js';
import {
  type CorpusBlock,
  type CorpusCase,
  deviations,
  statementCount,
} from '#fixtures/corpus/index.js';
import { compareResults, type Difference, firstDifference } from '../compare/index.ts';
import type { Finding, OracleLevel } from './certificate.ts';
import { type Answer, executeWatched, type Trial, type Watch } from './watch.ts';

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
}

/** A finding before its place in the run is written onto it. */
export type BareFinding = Pick<
  Finding,
  'kind' | 'verdict' | 'path' | 'words' | 'expected' | 'actual'
>;

/** What judging one block brought. */
export type BlockJudgement =
  | {
      readonly kind: 'judged';
      readonly compared: number;
      readonly findings: readonly BareFinding[];
      readonly truth: ExecutionResult;
    }
  | { readonly kind: 'undecided'; readonly finding: BareFinding }
  | { readonly kind: 'crashed'; readonly finding: BareFinding; readonly isStuck: boolean }
  | { readonly kind: 'interrupted' };

/** Runs of a diverging block, the first one included, that tell a flaky engine from a wrong one. */
const RUNS_OF_DIVERGENCE = 3;

/** Judges the blocks of a case in order, each on the state that the judges left. */
export async function* judgeCase(
  court: Court,
  { blocks, preState, policy }: CorpusCase,
): AsyncGenerator<{ readonly trial: Trial; readonly judgement: BlockJudgement }, void, undefined> {
  let state = preState;
  for (const stated of blocks) {
    const trial: Trial = { block: stated.block, preState: state, policy };
    const judgement = await judgeBlock(court, stated, trial);
    yield { trial, judgement };
    // Without a truth there is no state to go on from, and an engine that failed is not asked
    // twice.
    if (judgement.kind !== 'judged') return;
    if (judgement.truth.status === 'accepted') state = judgement.truth.postState;
  }
}

async function judgeBlock(
  court: Court,
  stated: CorpusBlock,
  trial: Trial,
): Promise<BlockJudgement> {
  const truth = await findTruth(court, trial);
  if (truth.kind !== 'agreed') return truth;
  const answer = await executeWatched(court.engine, trial, court.watch);
  switch (answer.kind) {
    case 'interrupted':
      return answer;
    case 'failed':
    case 'timed-out':
      return {
        kind: 'crashed',
        finding: bare('crash', `the engine ${answer.reason}`),
        isStuck: answer.kind === 'timed-out',
      };
    case 'result':
      return await compareAnswer(court, { stated, trial, truth: truth.result }, answer.result);
  }
}

interface Question {
  readonly stated: CorpusBlock;
  readonly trial: Trial;
  readonly truth: ExecutionResult;
}

async function compareAnswer(
  court: Court,
  { stated, trial, truth }: Question,
  result: ExecutionResult,
): Promise<BlockJudgement> {
  const comparison = compareResults(truth, result, 1);
  const [difference] = comparison.differences;
  const compared = comparison.compared + statementCount(stated);
  if (difference !== undefined) {
    const finding = await describeDivergence(court, { trial, truth, difference });
    return { kind: 'judged', compared, findings: [finding], truth };
  }
  const findings = deviations(stated, result).map((words) =>
    bare('expectation', `${words}; the judges say the same, and the case states otherwise`),
  );
  return { kind: 'judged', compared, findings, truth };
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
  let wrongCount = 1;
  for (let run = 1; run < RUNS_OF_DIVERGENCE; run += 1) {
    const again = await executeWatched(court.engine, trial, court.watch);
    if (again.kind !== 'result' || firstDifference(truth, again.result) !== null) wrongCount += 1;
  }
  const { path, words, expected, actual } = difference;
  if (wrongCount === RUNS_OF_DIVERGENCE) {
    return { kind: 'divergence', verdict: 'fail', path, words, expected, actual };
  }
  const often = `in ${String(wrongCount)} of ${String(RUNS_OF_DIVERGENCE)} runs`;
  return { kind: 'flaky', verdict: 'flaky', path, words: `${words} (${often})`, expected, actual };
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
