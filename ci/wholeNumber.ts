/**
 * Numbers that commands of this folder are given.
 *
 * Owns what is one, and what is said of anything else.
 */

/** One past the largest number that a flag takes: seeds have 31 bits. */
export const NUMBER_END: number = 2 ** 31;

/** The number that a flag was given. Throws a `RangeError` that names the flag. */
export function wholeNumber(flag: string, text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number < NUMBER_END) return number;
  throw new RangeError(`--${flag} takes a whole number, not ${JSON.stringify(text)}`);
}
