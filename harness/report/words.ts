/**
 * Small pieces of printed text.
 *
 * Owns numbers, plurals and aligned columns. Does not know what they say.
 */

/** `1 block`, `2 blocks`, `12,345 blocks`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Digits in groups of three: `12,345`. */
export function grouped(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `0.42 s`, `12.3 s`, `3 min 5 s`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  return `${String(Math.floor(seconds / 60))} min ${String(Math.floor(seconds % 60))} s`;
}

/** Rows under each other, the first a heading; columns of numbers are aligned right. */
export function columns(rows: readonly (readonly string[])[]): string {
  const [, ...body] = rows;
  const count = Math.max(0, ...rows.map((row) => row.length));
  const layout = Array.from({ length: count }, (_, column) => ({
    width: Math.max(...rows.map((row) => row[column]?.length ?? 0)),
    isNumeric: body.every((row) => NUMBER.test(row[column] ?? '')),
  }));
  return rows
    .map((row) =>
      layout
        .map(({ width, isNumeric }, column) => {
          const cell = row[column] ?? '';
          return isNumeric ? cell.padStart(width) : cell.padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

// An empty cell stands for a number that is not known.
const NUMBER = /^(±?[0-9][0-9,]*(\.[0-9]+)?[x%]?)?$/;
