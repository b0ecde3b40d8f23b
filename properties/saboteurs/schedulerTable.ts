/**
 * Schedules to the first kill, as tables: one line a saboteur.
 *
 * Owns medians, counts of kinds, and the layout as Markdown. A saboteur that survived its budget
 * counts as later than any other; where the median one did, there is none.
 */
import type { FailureKind } from '#engine/simulation/failure.js';
import type { Kill } from './scheduler/stalk.ts';

/** What became of one saboteur in several tries; `null` for a try it survived. */
export interface Tries {
  readonly id: string;
  readonly kills: readonly (Kill | null)[];
}

/** Schedules to the first kill in the median try, the lower of two; `null` if it survived that. */
export function medianOf(kills: readonly (Kill | null)[]): number | null {
  const sorted = kills.map((kill) => kill?.schedules ?? Infinity).toSorted((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? Infinity;
  return Number.isFinite(median) ? median : null;
}

/** How often each kind of failure killed. */
export function kindsOf(kills: readonly (Kill | null)[]): ReadonlyMap<FailureKind, number> {
  const kinds = new Map<FailureKind, number>();
  for (const kill of kills) {
    if (kill === null) continue;
    const { kind } = kill.failure;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return kinds;
}

/** Saboteur, tries that killed, median and slowest of them, kinds. */
export function killedTable(rows: readonly Tries[]): string {
  return markdown(
    ['saboteur', 'killed', 'median', 'slowest', 'kinds'],
    rows.map(({ id, kills }) => {
      const slowest = Math.max(...kills.map((kill) => kill?.schedules ?? 0));
      const killed = kills.filter((kill) => kill !== null).length;
      const kinds = [...kindsOf(kills)].map(([kind, count]) => `${kind} ${count}`);
      const count = `${killed} of ${kills.length}`;
      return [id, count, told(medianOf(kills)), told(slowest), kinds.join(', ')];
    }),
  );
}

/** A number, or a dash where there is none. */
export function told(count: number | null): string {
  return count === null || count === 0 ? '–' : String(count);
}

/** A table in Markdown, columns aligned. */
export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
