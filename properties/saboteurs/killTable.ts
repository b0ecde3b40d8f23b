/**
 * The kill matrix as text: who broke what, and which case noticed first.
 *
 * Owns the layout. One line a saboteur, in the order given.
 */
import type { Fate } from './hunt.ts';

/** A saboteur's id and what became of it. */
export interface Row {
  readonly id: string;
  readonly fate: Fate;
}

/** Columns, aligned: saboteur, case that killed it, first difference in words. */
export function killTable(rows: readonly Row[]): string {
  const cells = rows.map(({ id, fate }) => [id, ...told(fate)]);
  const lines = [['saboteur', 'killed by', 'first difference'], ...cells];
  const widths = [0, 1].map((column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  );
  const text = lines.map((line) =>
    line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '),
  );
  const killed = rows.filter(({ fate }) => fate.kind === 'killed').length;
  return [...text, `${killed} of ${rows.length} saboteurs killed`].join('\n');
}

function told(fate: Fate): readonly [string, string] {
  switch (fate.kind) {
    case 'killed':
      return [fate.by, fate.words];
    case 'crashed':
      return [`nobody: crashed on ${fate.by}`, fate.words];
    case 'survived':
      return ['nobody: survived', `none in ${fate.compared} fields of ${fate.blocks} blocks`];
    default:
      return fate satisfies never;
  }
}
