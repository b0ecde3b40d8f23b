/**
 * The attempt to observe from outside that an engine executes in parallel.
 *
 * Owns the measurement: a block of hashing, split, whole and in a chain, the serial judge beside
 * it, round after round with new inputs until the rounds prove it or there were enough of them.
 * The results are compared too: work that was not done proves nothing.
 */
import { availableParallelism } from 'node:os';
import type { Alloc, Block, Engine, ExecutionResult, Fork } from '#engine/api/index.js';
import { buildHashing } from '#generators/workloads/hashing.js';
import { firstDifference } from '../../compare/index.ts';
import { executeWatched, type Watch } from '../watch.ts';
import type { ProofOutcome } from './evidence.ts';
import { judgeRounds, missingWords, type Round, type Timing } from './judgeRounds.ts';

/** Half a second or more of our own executor, well below the gas that one transaction may use. */
const HASHING_ROUNDS = 96_000;
/** Into how many transactions, each a divisor: enough for many lanes to share evenly. */
const SPLITS: readonly number[] = [32, 64, 96, 128, 192, 256, 384, 500, 640, 1_000];
const ROUNDS_MAX = 9;

/** Two clocks, in milliseconds; differences count. */
export interface Meter {
  wall(): number;
  /** Of all threads of this process. */
  processor(): number;
  /** Processors that can be busy at once. */
  readonly processors: number;
}

/** This process and its machine. */
export const PROCESS_METER: Meter = {
  wall: () => performance.now(),
  processor: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  },
  processors: availableParallelism(),
};

/** Who is measured beside whom. */
export interface ProofParties {
  readonly engine: Engine;
  /** Executes serially. */
  readonly judge: Engine;
  readonly watch: Watch;
  readonly fork: Fork;
  readonly seed: number;
  readonly meter: Meter;
  readonly onRound: (round: number) => void;
}

/** Measures until something is shown. Never rejects because of the engine. */
export async function proveParallelism(parties: ProofParties): Promise<ProofOutcome> {
  if (parties.meter.processors < 2) return missing('this machine has one processor');
  const rounds: Round[] = [];
  // The first round warms up and is not counted.
  for (let round = 0; round <= ROUNDS_MAX; round += 1) {
    parties.onRound(round);
    const measured = await measureRound(parties, round);
    if (measured.kind !== 'measured') return measured;
    const { lanes } = measured;
    if (lanes < 2) return missing('the engine has one lane, and on one lane nothing overlaps');
    if (round === 0) continue;
    rounds.push(measured.round);
    const figures = judgeRounds(rounds, lanes);
    if (figures.kinds.length > 0) return { kind: 'shown', figures };
    if (round === ROUNDS_MAX) return missing(missingWords(figures));
  }
  return missing('nothing was measured');
}

type Measured =
  | { readonly kind: 'measured'; readonly round: Round; readonly lanes: number }
  | Exclude<ProofOutcome, { kind: 'shown' }>;

async function measureRound(parties: ProofParties, round: number): Promise<Measured> {
  const { engine, judge, fork } = parties;
  const work = { rounds: HASHING_ROUNDS, seed: parties.seed + round, fork };
  const least = engine.info.capabilities.parallelFrom?.transactions ?? 0;
  const transactions = SPLITS.find((split) => split >= least);
  if (transactions === undefined) return missing(`it is parallel from ${String(least)} on`);
  const splitBlock = buildHashing({ ...work, transactions });
  // As many transactions in each: where there is one alone, some engines take another path.
  const wholeBlock = buildHashing({ ...work, transactions, division: 'in-one' });
  const chainBlock = buildHashing({ ...work, transactions, division: 'in-chain' });
  const truth = await timed(judge, splitBlock, parties);
  if (truth.kind === 'interrupted') return truth;
  if (truth.kind !== 'timed') return missing(`the serial judge ${truth.reason}`);
  const split = await timed(engine, splitBlock, parties);
  if (split.kind !== 'timed') return failed(split);
  const difference = firstDifference(truth.result, split.result);
  if (difference !== null) return { kind: 'broken', verdict: 'fail', words: difference.words };
  const whole = await timed(engine, wholeBlock, parties);
  if (whole.kind !== 'timed') return failed(whole);
  const chain = await timed(engine, chainBlock, parties);
  if (chain.kind !== 'timed') return failed(chain);
  const isAllDone = [truth, whole, chain].every(({ result }) => isDone(result));
  if (!isAllDone) return missing('the work was not done');
  const { lanes } = split.result.stats;
  const timings = {
    judge: truth.timing,
    split: split.timing,
    whole: whole.timing,
    chain: chain.timing,
  };
  return { kind: 'measured', round: timings, lanes };
}

type Timed =
  | { readonly kind: 'timed'; readonly timing: Timing; readonly result: ExecutionResult }
  | { readonly kind: 'failed' | 'unsupported'; readonly reason: string }
  | { readonly kind: 'interrupted' };

async function timed(
  engine: Engine,
  { block, preState }: { readonly block: Block; readonly preState: Alloc },
  { meter, watch }: ProofParties,
): Promise<Timed> {
  const wall = meter.wall();
  const processor = meter.processor();
  const answer = await executeWatched(engine, { block, preState, policy: 'reject-block' }, watch);
  const timing = { wall: meter.wall() - wall, processor: meter.processor() - processor };
  if (answer.kind === 'interrupted' || answer.kind === 'unsupported') return answer;
  if (answer.kind !== 'result') return { kind: 'failed', reason: answer.reason };
  return { kind: 'timed', timing, result: answer.result };
}

function isDone(result: ExecutionResult): boolean {
  return result.status === 'accepted' && result.receipts.every(({ status }) => status === '0x1');
}

function failed(end: Exclude<Timed, { kind: 'timed' }>): Measured {
  if (end.kind === 'interrupted') return end;
  if (end.kind === 'unsupported') return missing(`the engine ${end.reason}`);
  return { kind: 'broken', verdict: 'crash', words: `the engine ${end.reason}` };
}

function missing(reason: string): Extract<ProofOutcome, { kind: 'missing' }> {
  return { kind: 'missing', reason };
}
