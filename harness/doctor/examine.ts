/**
 * Examines an engine.
 *
 * Owns which questions are asked, in which order, and what is taken for an answer. Each step
 * depends on those before it: after the first that fails nothing more is asked.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine, Fork } from '#engine/api/index.js';
import type { CorpusCase } from '#fixtures/corpus/case.js';
import { corpusCases } from '../certify/corpusCases.ts';
import {
  type Answer,
  executeWatched,
  expressWatched,
  type Trial,
  unready,
  type Watch,
} from '../certify/watch.ts';
import { compareResults } from '../compare/index.ts';
import { FORKS } from '../input/vocabulary.ts';
import {
  adviceOnCapabilities,
  adviceOnDifference,
  adviceOnFailure,
  adviceOnResult,
} from './advice.ts';

/** One answered question. */
export interface Step {
  readonly name: 'handshake' | 'capabilities' | 'trivial block' | 'conflict block' | 'again';
  readonly isWell: boolean;
  /** Whether a block was executed and compared. */
  readonly isCompared: boolean;
  /** What was found, as a sentence without a full stop. */
  readonly words: string;
  /** What to do, one sentence each; may be there although all is well. */
  readonly advice: readonly string[];
}

/** Blocks that tell most about an engine that has never been asked. */
/** Time for what an engine does once it has answered. */
const AFTERMATH_MILLISECONDS = 100;

const BLOCKS = [
  ['trivial block', 'transfers/one-sender'],
  ['conflict block', 'hot-spots/counter'],
] as const;

/** Who is examined, and who knows what is right. */
export interface Patient {
  readonly engine: Engine;
  readonly truth: Engine;
  readonly watch: Watch;
}

/** Asks one question after the other. */
export async function* examine(patient: Patient): AsyncGenerator<Step, void, undefined> {
  const { name, version, capabilities } = patient.engine.info;
  const words = `it is ${name} ${version}`;
  yield { name: 'handshake', isWell: true, isCompared: false, words, advice: [] };
  const fork = newestOf(capabilities.forks);
  yield {
    name: 'capabilities',
    isWell: fork !== null,
    isCompared: false,
    words: fork === null ? 'it claims no fork that is known here' : `its newest fork is ${fork}`,
    advice: adviceOnCapabilities(capabilities),
  };
  if (fork === null) return;
  for (const [step, id] of BLOCKS) {
    const found = await examineBlock(patient, step, caseOf(fork, id));
    yield found;
    if (!found.isWell) return;
  }
  // The same block on the same instance: whatever it keeps must not show.
  yield await examineBlock(patient, 'again', caseOf(fork, BLOCKS[1][1]));
}

function newestOf(claimed: readonly Fork[]): Fork | null {
  return FORKS.findLast((fork) => claimed.includes(fork)) ?? null;
}

function caseOf(fork: Fork, id: string): CorpusCase {
  const found = corpusCases(fork).find((unbuilt) => unbuilt.id === id);
  if (found === undefined) throw new RangeError(`there is no case ${id} under ${fork}`);
  return found.build();
}

async function examineBlock(
  { engine, truth, watch }: Patient,
  name: Step['name'],
  { id, blocks: [first], preState, policy }: CorpusCase,
): Promise<Step> {
  if (first === undefined) throw new RangeError('a case has a block');
  const asked: Trial = { block: first.block, preState, policy };
  const expression = await expressWatched(engine, asked, watch);
  if (expression.kind !== 'trial') return withoutResult({ name, id }, expression);
  const { trial } = expression;
  const startedAt = performance.now();
  const answer = await executeWatched(engine, trial, watch);
  const milliseconds = performance.now() - startedAt;
  if (answer.kind !== 'result') return withoutResult({ name, id }, answer);
  await pause(AFTERMATH_MILLISECONDS);
  const trouble = await unready(engine);
  if (trouble !== null) return withoutResult({ name, id }, trouble);
  const right = await executeWatched(truth, trial, watch);
  if (right.kind !== 'result') throw new Error('serial truth could not be had');
  const { compared, differences, unstated } = compareResults(right.result, answer.result, 1);
  const [difference] = differences;
  if (difference !== undefined) {
    const { words } = difference;
    return { name, isWell: false, isCompared: true, words, advice: [adviceOnDifference(id)] };
  }
  const { stats } = answer.result;
  const { path, lanes } = stats;
  const how = path.kind === 'parallel' ? `in parallel on ${String(lanes)} lanes` : 'serially';
  return {
    name,
    isWell: true,
    isCompared: true,
    words: `agrees in ${String(compared)} fields, ${how}, after ${milliseconds.toFixed(0)} ms`,
    advice:
      name === 'conflict block'
        ? adviceOnResult(engine.info.capabilities, stats, [...unstated].sort())
        : [],
  };
}

/** A question, and the case that it is asked with. */
interface Asked {
  readonly name: Step['name'];
  readonly id: string;
}

type NoResult = Exclude<Answer, { kind: 'result' }>;

function withoutResult({ name, id }: Asked, answer: NoResult): Step {
  const reason = answer.kind === 'interrupted' ? 'the examination was interrupted' : answer.reason;
  const words = answer.kind === 'interrupted' ? reason : `the engine ${reason}`;
  // An engine may decline a block, and be as well as any other.
  const isWell = answer.kind === 'unsupported';
  return { name, isWell, isCompared: false, words, advice: [adviceOnFailure(answer.kind, id)] };
}
