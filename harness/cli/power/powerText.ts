/**
 * The power of the harness in words.
 *
 * Owns the tables, of broken engines, laws and generators, and the sentences below them.
 */
import type { LawSum, Outcome, Row } from '#properties/power/outcome.js';
import { columns, counted, duration } from '../../report/words.ts';

const WORDS_SHOWN = 60;
const CELLS_SHOWN = 6;

/** Broken engines, one a line. */
export function suspectTable(rows: readonly Row[]): string {
  return columns([
    ['broken engine', 'found out by', 'noticed too', 'blocks of', 'blocks', 'after', 'in words'],
    ...rows.map(({ id, how, laws, generator, blocks, seconds, words }) => [
      id,
      how === 'law' ? (laws[0] ?? '') : (how ?? 'survived'),
      laws.slice(1).join(' '),
      generator ?? '',
      String(blocks),
      duration(seconds),
      (words ?? '').slice(0, WORDS_SHOWN),
    ]),
  ]);
}

/** Laws, one a line. */
export function lawTable(laws: readonly LawSum[]): string {
  return columns([
    ['law', 'kills', 'first', 'held', 'vacuous', 'in words'],
    ...laws.map(({ name, why, kills, noticed, held, vacuous }) => [
      name,
      String(kills),
      String(noticed),
      String(held),
      String(vacuous),
      why,
    ]),
  ]);
}

/** Generators, one a line: what they made for honest engines. */
export function generatorTable(generators: Outcome['generators']): string {
  return columns([
    ['generator', 'blocks', 'txs', 'conflict', 'refused', 'failed', 'aborts/tx'],
    ...generators.map((counts) => [
      counts.name,
      String(counts.blocks),
      String(counts.transactions),
      percent(counts.conflicting, counts.blocks),
      percent(counts.refused, counts.blocks),
      percent(counts.failed, counts.transactions),
      ((counts.aborts * counts.blocks) / Math.max(1, counts.runs * counts.transactions)).toFixed(2),
    ]),
  ]);
}

/** What it comes to. */
export function powerText(outcome: Outcome): string {
  const { saboteurs, killed, survivors, equivalent, medianSecondsToKill: median } = outcome;
  const { cleanBlocks, falsePositives, falsePositiveRateAtMost: rate, cells } = outcome;
  const bound = rate === null ? '' : `: less than ${rate.toExponential(1)} of blocks`;
  const lines = [
    `${killed} of ${counted(saboteurs, 'broken engine')} found out` +
      `${equivalent.length === 0 ? '' : `, ${equivalent.length} cannot be`}; ` +
      `with 95 % confidence at least ${(100 * outcome.killedShareAtLeast).toFixed(1)} % of such`,
    `median time to be found out: ${median === null ? 'longer than the budget' : duration(median)}`,
  ];
  if (survivors.length > 0) lines.push(`survivors: ${survivors.join(', ')}`);
  for (const { id, argument } of equivalent) lines.push(`equivalent: ${id}: ${argument}`);
  const idle = outcome.laws.filter(({ kills }) => kills === 0).map(({ name }) => name);
  if (idle.length > 0 && killed > 0) lines.push(`laws that found out nobody: ${idle.join(', ')}`);
  if (cleanBlocks === 0) return lines.join('\n');
  return [
    ...lines,
    `${counted(falsePositives, 'false accusation')} in ${counted(cleanBlocks, 'block')} of ` +
      `honest engines${bound}`,
    `${cells.reached} of ${cells.all} ways for two transactions to meet were met${missed(cells)}`,
    `${percent(outcome.vacuousShare, 1)} of looks at a law had nothing to look at`,
  ].join('\n');
}

function missed({ missed: cells }: Outcome['cells']): string {
  if (cells.length === 0) return '';
  const shown = cells.slice(0, CELLS_SHOWN).join('; ');
  return `; not met: ${shown}${cells.length > CELLS_SHOWN ? '; and others' : ''}`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(0)}%`;
}
