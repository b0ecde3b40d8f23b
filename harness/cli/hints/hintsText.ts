/**
 * Rows of hints for people.
 *
 * Owns the table. Shares are in per cent, cut and not rounded, so that 100 means all.
 */
import { columns } from '../../report/words.ts';
import type { HintScore } from './judge.ts';

/** One line of the table. */
export interface HintRow extends HintScore {
  readonly workload: string;
  readonly source: string;
  /** Blocks between making hints and using them. */
  readonly staleness: number;
}

const HEAD = [
  'workload',
  'source',
  'blocks old',
  'precision',
  'recall',
  'storage precision',
  'storage recall',
  'hints/tx',
  'µs/tx',
];

/** A table of the rows. */
export function hintsText(rows: readonly HintRow[]): string {
  return columns([HEAD, ...rows.map(cells)]);
}

function cells(row: HintRow): readonly string[] {
  return [
    row.workload,
    row.source,
    String(row.staleness),
    percent(row.precision),
    percent(row.recall),
    percent(row.storagePrecision),
    percent(row.storageRecall),
    row.hintsPerTransaction.toFixed(1),
    row.microsPerTransaction.toFixed(0),
  ];
}

function percent(share: number | null): string {
  return share === null ? '' : `${(Math.floor(share * 1_000) / 10).toFixed(1)}%`;
}
