/**
 * The power of the harness in words.
 *
 * Owns the table of broken engines and the sentences below it.
 */
import { columns, counted, duration } from './words.ts';

/** A broken engine and what became of it. */
export interface PowerRow {
  readonly id: string;
  /** `result`, `crash` or `hang`; `null` where it survived. */
  readonly how: string | null;
  readonly generator: string | null;
  readonly blocks: number;
  /** Wall-clock. */
  readonly seconds: number;
  readonly words: string | null;
}

/** Sums over all rows. */
export interface PowerSums {
  readonly saboteurs: number;
  readonly killed: number;
  /** What the share killed is at least, with 95 % confidence. */
  readonly killedAtLeast: number;
  readonly medianSecondsToKill: number | null;
  readonly cleanBlocks: number;
  readonly falsePositives: number;
  /** What the rate of false positives is at most, with 95 % confidence, if there were none. */
  readonly falsePositiveRateAtMost: number | null;
}

const HEAD = ['broken engine', 'found out by', 'blocks of', 'blocks', 'after', 'in words'];
const WORDS_SHOWN = 60;

/** A table of the rows. */
export function powerTable(rows: readonly PowerRow[]): string {
  return columns([
    HEAD,
    ...rows.map(({ id, how, generator, blocks, seconds, words }) => [
      id,
      how ?? 'survived',
      generator ?? '',
      String(blocks),
      duration(seconds),
      (words ?? '').slice(0, WORDS_SHOWN),
    ]),
  ]);
}

/** What it comes to. */
export function powerText(sums: PowerSums): string {
  const { saboteurs, killed, killedAtLeast, medianSecondsToKill: median } = sums;
  const { cleanBlocks, falsePositives, falsePositiveRateAtMost: rate } = sums;
  const bound = rate === null ? '' : `: less than ${rate.toExponential(1)} of blocks`;
  return [
    `${killed} of ${counted(saboteurs, 'broken engine')} found out; ` +
      `with 95 % confidence at least ${(100 * killedAtLeast).toFixed(1)} % of such`,
    `median time to be found out: ${median === null ? 'longer than the budget' : duration(median)}`,
    `${counted(falsePositives, 'false accusation')} in ${counted(cleanBlocks, 'block')} of ` +
      `honest engines${bound}`,
  ].join('\n');
}
