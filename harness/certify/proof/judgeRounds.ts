/**
 * What measured rounds prove.
 *
 * Owns the thresholds, and with them what each kind of evidence can and cannot show. Pure: numbers
 * in, evidence out.
 */
import { spreadOf } from '../../bench/statistics.ts';
import type { EvidenceKind, MeasuredFigures } from './evidence.ts';

/**
 * `overlap`: while the engine executed independent transactions, this process kept clearly more
 * than one processor busy, and the serial judge on the same block did not: compilation and garbage
 * collection have threads of their own. One good round proves it; a busy machine can only hide it.
 * It cannot show an engine that lives in another process, and it does not show that what the other
 * processors did was of use.
 */
const PROCESSORS_BUSY_MIN = 1.4;
const ABOVE_SERIAL_MIN = 0.25;

/**
 * `timing`: work split into independent transactions takes the engine clearly less time than the
 * same work in one transaction, which nobody can split, and less than in a chain of as many
 * transactions, which nobody can reorder. The engine is measured against itself, so that a fast
 * interpreter is no evidence. One transaction alone would let an engine pass that is slow at large
 * ones, the chain alone one that throws executions away. It shows engines in other processes too.
 */
const SPEEDUP_MIN = 1.25;
/** A median of fewer says little. */
const TIMING_ROUNDS_MIN = 3;

/** One execution on two clocks, in milliseconds. */
export interface Timing {
  readonly wall: number;
  /** Of all threads of this process. */
  readonly processor: number;
}

/** One round: the serial judge and the engine on the split block, the engine on the others. */
export interface Round {
  readonly judge: Timing;
  readonly split: Timing;
  readonly whole: Timing;
  readonly chain: Timing;
}

/** The figures of at least one round; `kinds` is empty when nothing is shown. */
export function judgeRounds(rounds: readonly Round[], lanes: number): MeasuredFigures {
  const busy = rounds.map(({ judge, split }) => ({ engine: load(split), serial: load(judge) }));
  const shows = busy.filter(
    ({ engine, serial }) => engine >= PROCESSORS_BUSY_MIN && engine - serial >= ABOVE_SERIAL_MIN,
  );
  const candidates = shows.length > 0 ? shows : busy;
  const best = candidates.reduce((a, b) => (b.engine > a.engine ? b : a));
  const medianOf = (block: 'split' | 'whole' | 'chain'): number =>
    spreadOf(rounds.map((round) => round[block].wall)).median;
  const speedup = medianOf('whole') / medianOf('split');
  const speedupOverChain = medianOf('chain') / medianOf('split');
  const kinds: EvidenceKind[] = [];
  if (shows.length > 0) kinds.push('overlap');
  const isFaster = Math.min(speedup, speedupOverChain) >= SPEEDUP_MIN;
  if (rounds.length >= TIMING_ROUNDS_MIN && isFaster) kinds.push('timing');
  return {
    kinds,
    lanes,
    processorsBusy: best.engine,
    processorsBusySerial: best.serial,
    speedup,
    speedupOverChain,
    rounds: rounds.length,
  };
}

/** What was measured, in words, when it shows nothing. */
export function missingWords({
  processorsBusy,
  speedup,
  rounds,
  ...rest
}: MeasuredFigures): string {
  return (
    `in ${String(rounds)} rounds of independent work at most ${processorsBusy.toFixed(2)}` +
    ` processors were busy (${rest.processorsBusySerial.toFixed(2)} under the serial judge;` +
    ` ${String(PROCESSORS_BUSY_MIN)} would show overlap), and splitting the work made it` +
    ` ${speedup.toFixed(2)} times as fast as whole and ${rest.speedupOverChain.toFixed(2)} times` +
    ` as in a chain (${String(SPEEDUP_MIN)} in both would show it)`
  );
}

function load({ wall, processor }: Timing): number {
  return processor / wall;
}
