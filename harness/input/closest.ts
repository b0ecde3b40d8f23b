/**
 * "Did you mean": the known name nearest to a misspelt one.
 *
 * Owns the distance (Damerau-Levenshtein in its restricted form, upper and lower case alike) and
 * how near is near enough to be worth a guess. Does not print.
 */

/** The nearest of `names`, or `null` when none is near enough to be what was meant. */
export function closest(word: string, names: readonly string[]): string | null {
  let best: string | null = null;
  // In a word of three letters one wrong letter is another word.
  let bestDistance = (word.length <= 3 ? 0 : Math.floor(word.length / 3)) + 1;
  // A hostile word must not cost quadratic time; no name is that long.
  if (word.length > 100) return null;
  for (const name of names) {
    const distance = editDistance(word.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`. */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const changed = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(
        Math.min(
          at(previous, column) + 1,
          at(current, column - 1) + 1,
          at(previous, column - 1) + changed,
          swapped ? at(beforePrevious, column - 2) + 1 : Infinity,
        ),
      );
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
