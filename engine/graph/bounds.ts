/**
 * What no schedule can beat: work and critical path of a block.
 *
 * Owns both critical paths on as many lanes as one likes. By operation, a read cannot complete
 * before the first version that satisfies what was read is published; by transaction, a reader
 * starts only after that writer has ended. Schedulers are free: this is a bound, not a plan.
 * Graham (1969): the makespan is at least work over lanes, and at least the critical path.
 */
import { invariant } from '../primitives/invariant.ts';
import type { TransactionTrace } from './trace.ts';
import { BASE, type HistoryBase, VersionHistory } from './versionHistory.ts';

/** What a block takes at least, in the unit of its traces. */
export interface CriticalPaths {
  /** Where a transaction may wait in the middle. */
  readonly byOperation: number;
  /** Where it starts when all that it depends on has ended. */
  readonly byTransaction: number;
  /** The longest transaction alone: a path without any dependency. */
  readonly longest: number;
  /** Pairs of a writer and a read that has to wait for it. */
  readonly dependencies: number;
}

/** The longest chains through a block. */
export function criticalPaths(
  traces: readonly TransactionTrace[],
  base: HistoryBase,
): CriticalPaths {
  const history = new VersionHistory(base);
  const operationEnds: number[] = [];
  const transactionEnds: number[] = [];
  let longest = 0;
  let dependencies = 0;
  for (const [txIndex, trace] of traces.entries()) {
    const writers = trace.reads.map((read) => writersOf(read.facts, history, txIndex));
    const all = writers.flat();
    const duration = durationOf(trace);
    operationEnds.push(endByOperation(trace, writers, operationEnds));
    transactionEnds.push(latest(all, transactionEnds) + duration);
    longest = Math.max(longest, duration);
    dependencies += all.length;
    history.add(txIndex, trace.writes);
  }
  return {
    byOperation: highest(operationEnds),
    byTransaction: highest(transactionEnds),
    longest,
    dependencies,
  };
}

/** What `lanes` lanes need at least for so much work with such a critical path. */
export function lowerBound(work: number, criticalPath: number, lanes: number): number {
  return Math.max(work / lanes, criticalPath);
}

/** A transaction on its own, from its beginning to the end of its publishing. */
export function durationOf({ reads, body, publish }: TransactionTrace): number {
  return reads.reduce((sum, { duration }) => sum + duration, body + publish);
}

/** Whom a read has to wait for; each once. */
function writersOf(
  facts: TransactionTrace['reads'][number]['facts'],
  history: VersionHistory,
  txIndex: number,
): readonly number[] {
  const writers = facts.map((fact) => {
    const writer = history.earliest(fact);
    invariant(writer !== null, 'a true fact is true of some version', { txIndex, ...fact });
    return writer;
  });
  return [...new Set(writers)].filter((writer) => writer !== BASE);
}

function endByOperation(
  { reads, body, publish }: TransactionTrace,
  writers: readonly (readonly number[])[],
  ends: readonly number[],
): number {
  let now = 0;
  let done = 0;
  for (const [index, { bodyBefore, duration }] of reads.entries()) {
    now = Math.max(now + (bodyBefore - done) + duration, latest(writers[index] ?? [], ends));
    done = bodyBefore;
  }
  return now + (body - done) + publish;
}

/** When the last of these writers has ended. */
function latest(writers: readonly number[], ends: readonly number[]): number {
  return writers.reduce((end, writer) => Math.max(end, ends[writer] ?? 0), 0);
}

function highest(ends: readonly number[]): number {
  return ends.reduce((most, end) => Math.max(most, end), 0);
}
