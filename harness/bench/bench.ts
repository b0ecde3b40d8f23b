/**
 * Benchmarks: engines against stock `@ethereumjs/vm`.
 *
 * Owns the rows: one for each workload and contestant, with stock and `serial` always among them,
 * and the comparison of roots in every round. A ratio says nothing unless both sides computed the
 * same.
 */
import type { Engine, Fork } from '#engine/api/index.js';
import { buildWorkload, type WorkloadName } from '#generators/workloads/index.js';
import { engineContestant, type Outcome, STOCK, stockContestant } from './contestant.ts';
import { measureInterleaved, type Measurement } from './measure.ts';
import { spreadOf } from './statistics.ts';
import { usualTransactions, WARM_UP_ROUNDS } from './workloads.ts';

/** The engine that every row is compared with, beside stock. */
export const SERIAL = 'serial';

/** What to measure. */
export interface BenchOptions {
  readonly workloads: readonly WorkloadName[];
  /** By name; `serial` must be among them. */
  readonly engines: ReadonlyMap<string, Engine>;
  readonly fork: Fork;
  /** In each block; `null` for each workload's default. */
  readonly transactions: number | null;
  /** What each works at least before it is measured. */
  readonly warmUpSeconds: number;
  /** Measured ones. */
  readonly rounds: number;
  readonly seed: number;
  /** Ends the run between two samples. */
  readonly signal?: AbortSignal;
  readonly onRound?: (workload: WorkloadName, round: number) => void;
}

/** One contestant on one workload. */
export interface BenchRow {
  readonly workload: WorkloadName;
  readonly engine: string;
  readonly lanes: number;
  readonly transactions: number;
  /** Measured rounds. */
  readonly rounds: number;
  /** Median. */
  readonly txPerSecond: number;
  /** Between these lies the middle half of the rounds. */
  readonly txPerSecondLow: number;
  readonly txPerSecondHigh: number;
  /** Of medians; `null` when one of the two has none. */
  readonly ratioToStock: number | null;
  readonly ratioToSerial: number | null;
  /** Whether state root and receipts root were those of stock in every round. */
  readonly rootEqual: boolean;
  /** Why it was not measured to the end; `null` when it was. */
  readonly failure: string | null;
}

/** Rows of everything that was measured, and whether that is all. */
export interface BenchReport {
  readonly rows: readonly BenchRow[];
  readonly interrupted: boolean;
}

/** Measures workload after workload. Resolves with what was measured when it is interrupted. */
export async function bench(options: BenchOptions): Promise<BenchReport> {
  const rows: BenchRow[] = [];
  for (const workload of options.workloads) {
    try {
      rows.push(...(await benchWorkload(workload, options)));
    } catch (error) {
      if (options.signal?.aborted !== true) throw error;
      return { rows, interrupted: true };
    }
  }
  return { rows, interrupted: false };
}

async function benchWorkload(
  workload: WorkloadName,
  { engines, fork, rounds, warmUpSeconds, seed, signal, onRound, ...options }: BenchOptions,
): Promise<readonly BenchRow[]> {
  const transactions = options.transactions ?? usualTransactions(workload);
  signal?.throwIfAborted();
  const built = buildWorkload(workload, { transactions, seed, fork });
  const contestants = [
    await stockContestant(built.block, built.preState),
    ...[...engines].map(([name, engine]) => engineContestant(name, engine, built)),
  ];
  const measurements = await measureInterleaved(contestants, {
    warmUpRounds: WARM_UP_ROUNDS,
    warmUpMilliseconds: warmUpSeconds * 1_000,
    rounds,
    signal,
    onRound: (round) => onRound?.(workload, round),
  });
  const median = (name: string): number | null => {
    const found = measurements.find((measurement) => measurement.name === name);
    return found === undefined || found.milliseconds.length === 0
      ? null
      : spreadOf(found.milliseconds).median;
  };
  const reference = measurements.find(({ name }) => name === STOCK)?.outcomes[0] ?? null;
  return measurements.map((measurement) =>
    rowOf(measurement, {
      workload,
      transactions,
      reference,
      stockMilliseconds: median(STOCK),
      serialMilliseconds: median(SERIAL),
    }),
  );
}

interface RowContext {
  readonly workload: WorkloadName;
  readonly transactions: number;
  readonly reference: Outcome | null;
  readonly stockMilliseconds: number | null;
  readonly serialMilliseconds: number | null;
}

function rowOf(measurement: Measurement, context: RowContext): BenchRow {
  const { name, milliseconds, outcomes, lanes, failure } = measurement;
  const { workload, transactions, reference, stockMilliseconds, serialMilliseconds } = context;
  const spread = milliseconds.length === 0 ? null : spreadOf(milliseconds);
  const perSecond = (time: number | undefined): number =>
    time === undefined ? 0 : (transactions * 1_000) / time;
  const ratio = (base: number | null): number | null =>
    base === null || spread === null ? null : base / spread.median;
  return {
    workload,
    engine: name,
    lanes,
    transactions,
    rounds: milliseconds.length,
    txPerSecond: perSecond(spread?.median),
    // The slow quartile of times is the low one of rates.
    txPerSecondLow: perSecond(spread?.high),
    txPerSecondHigh: perSecond(spread?.low),
    ratioToStock: ratio(stockMilliseconds),
    ratioToSerial: ratio(serialMilliseconds),
    rootEqual: isSame(outcomes, reference) && failure === null,
    failure,
  };
}

/** Vacuous agreement is none: without a reference or an outcome nothing was found equal. */
function isSame(outcomes: readonly (Outcome | null)[], reference: Outcome | null): boolean {
  if (reference === null || outcomes.length === 0) return false;
  return outcomes.every(
    (outcome) =>
      outcome?.stateRoot === reference.stateRoot && outcome.receiptsRoot === reference.receiptsRoot,
  );
}
