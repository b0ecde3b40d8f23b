/**
 * Benchmark rows for people.
 *
 * Owns the table. Numbers are medians; the spread is half the width of the middle half of the
 * rounds.
 */
import type { BenchRow } from '../bench/bench.ts';
import { printable } from '../input/printable.ts';
import { columns, grouped } from './words.ts';

const HEAD = ['workload', 'engine', 'lanes', 'tx/s', 'spread', 'to stock', 'to serial', 'roots'];

/** A table of the rows. */
export function benchText(rows: readonly BenchRow[]): string {
  return columns([HEAD, ...rows.map(cells)]);
}

function cells(row: BenchRow): readonly string[] {
  const { workload, engine, lanes, failure } = row;
  if (failure !== null) return [workload, printable(engine), '', `failed: ${printable(failure)}`];
  const half = (row.txPerSecondHigh - row.txPerSecondLow) / 2;
  return [
    workload,
    printable(engine),
    String(lanes),
    grouped(row.txPerSecond),
    `±${((100 * half) / row.txPerSecond).toFixed(1)}%`,
    times(row.ratioToStock),
    times(row.ratioToSerial),
    row.rootEqual ? 'equal' : 'DIFFER',
  ];
}

function times(ratio: number | null): string {
  return ratio === null ? '' : `${ratio.toFixed(2)}x`;
}
