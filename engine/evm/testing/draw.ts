/**
 * Choices for tests, read off a list.
 *
 * Owns the reading. Whoever draws from a list of numbers makes something random that can be
 * replayed (the list is the seed) and shrunk (a shorter list, smaller numbers make a smaller
 * thing). When the list is used up every draw is 0, so that option 0 should be the one that ends.
 */

/** An integer from 0 up to, not including, `end`. */
export type Draw = (end: number) => number;

/** Draws from `choices`, in order. */
export function drawFrom(choices: readonly number[]): Draw {
  let at = 0;
  return (end) => {
    const choice = choices[at] ?? 0;
    at += 1;
    return choice % end;
  };
}

/** One of `options`. Throws `RangeError` when there are none. */
export function oneOf<Option>(draw: Draw, options: readonly Option[]): Option {
  const option = options[draw(Math.max(1, options.length))];
  if (option === undefined) {
    throw new RangeError('nothing to draw from');
  }
  return option;
}
