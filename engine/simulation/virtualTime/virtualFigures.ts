/**
 * From the sums of a run to the figures of a row.
 *
 * Owns every quotient and the verdict on the bound. Does not run anything.
 */
import type { BoundVerdict, VirtualRow } from '../../api/index.ts';
import { type CriticalPaths, lowerBound } from '../../graph/bounds.ts';
import type { SchedulerCounts } from '../../schedulers/contract.ts';
import { virtualTime } from './costModel.ts';
import type { TimeSheet } from './timeSheet.ts';

/** What is true of a block whatever its schedule, in ticks. */
export interface BlockLimits {
  /** One final execution of each transaction: bodies, reads, publishing. */
  readonly work: number;
  readonly paths: CriticalPaths;
  /**
   * Whether no incarnation can write by luck what its final one writes, because every write of a
   * transaction depends on every read of it.
   */
  readonly isStrict: boolean;
}

/** A run that is over. */
export interface EndedRun {
  readonly sheet: TimeSheet;
  readonly counts: SchedulerCounts;
  readonly lanes: number;
  /** Of shared memory in use. */
  readonly bytes: number;
}

/** The figures of a row: all that is reckoned. */
export type VirtualFigures = Omit<
  VirtualRow,
  'engine' | 'workload' | 'hints' | 'onEstimate' | 'rootEqual'
>;

const PERCENTILE = 0.99;

/** Reckons the figures of one run. */
export function figuresOf(limits: BlockLimits, run: EndedRun): VirtualFigures {
  const { work, paths } = limits;
  const { sheet, counts, lanes, bytes } = run;
  const { makespan } = sheet;
  const latencies = sheet.latencies();
  const transactions = latencies.length;
  const bound = lowerBound(work, paths.byOperation, lanes);
  const total = latencies.reduce((sum, latency) => sum + latency, 0);
  return {
    transactions,
    lanes,
    makespan: virtualTime(makespan),
    serialTime: virtualTime(work),
    speedup: work / makespan,
    lowerBound: virtualTime(bound),
    lowerBoundTx: virtualTime(lowerBound(work, paths.byTransaction, lanes)),
    efficiency: bound / makespan,
    bound: boundVerdict(limits, makespan, lanes),
    executionsPerTransaction: counts.executions / transactions,
    executionsMax: counts.executionsMax,
    workInflation: sheet.work / work,
    busyLanes: sheet.busy / makespan,
    latencyMean: virtualTime(total / transactions),
    latencyP99: virtualTime(latencies[Math.ceil(PERCENTILE * transactions) - 1] ?? 0),
    switchesPerTransaction: (sheet.parks + sheet.suspensions + sheet.resumes) / transactions,
    mainSchedulerShare: sheet.mainBusy / makespan,
    subSchedulerShare: sheet.steps === 0 ? 0 : sheet.subSteps / sheet.steps,
    peakBytes: bytes,
    aborts: counts.aborts,
    validations: sheet.validations,
    parks: sheet.parks,
    suspensions: sheet.suspensions,
  };
}

/** Nobody does less than the work, nor the longest transaction sooner: luck is with reads only. */
export function boundVerdict(
  { work, paths, isStrict }: BlockLimits,
  makespan: number,
  lanes: number,
): BoundVerdict {
  if (makespan < lowerBound(work, paths.longest, lanes)) {
    return 'error';
  }
  if (makespan < paths.byOperation) {
    return isStrict ? 'error' : 'anomaly';
  }
  return 'kept';
}
