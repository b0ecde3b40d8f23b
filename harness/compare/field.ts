/**
 * One field of two results, side by side, and how a difference in it is put into words.
 *
 * Owns the sentence and its limits: engines under test may return any text of any length, and what
 * is printed must stay one readable line that cannot drive a terminal.
 */

/** A field in canonical spelling on both sides. */
export interface Field {
  /** Where it is, in the words of the engine API: `receipts[3].logs[0].data`. */
  readonly path: string;
  /** Whose field it is, for people: `transaction 3: status`. */
  readonly subject: string;
  readonly expected: string;
  readonly actual: string;
  /** How a value is said; by default shortened hex. */
  readonly say?: (value: string) => string;
}

/** A field in which two results differ. */
export interface Difference {
  readonly path: string;
  /** One sentence for the author of the engine under test. */
  readonly words: string;
  /** What serial execution returned, exact up to `VALUE_CHARS_MAX`. */
  readonly expected: string;
  /** What the engine under test returned, exact up to `VALUE_CHARS_MAX`. */
  readonly actual: string;
}

/** Longest value kept in a difference, in characters: the hex of 128 KiB. */
export const VALUE_CHARS_MAX: number = 2 + 2 * 128 * 1024;

/** How a sentence goes on to the value that is right, where that is of serial execution. */
export const TRUTH_SAYS = 'serial execution says';

/** Longest value said in a sentence, in characters: a hash fits. */
const SAID_CHARS_MAX = 66;

/** Longest path, in characters; only names that an engine made up can exceed it. */
const PATH_CHARS_MAX = 256;

/** Puts a difference into words and bounds it. */
export function differenceOf(field: Field): Difference {
  const say = field.say ?? ((value: string) => value);
  const said = (value: string) => shorten(say(value));
  return {
    path: bound(field.path, PATH_CHARS_MAX),
    words:
      `${bound(field.subject, PATH_CHARS_MAX)} is ${said(field.actual)}, ` +
      `${TRUTH_SAYS} ${said(field.expected)}`,
    expected: bound(field.expected, VALUE_CHARS_MAX),
    actual: bound(field.actual, VALUE_CHARS_MAX),
  };
}

function shorten(value: string): string {
  if (value.length <= SAID_CHARS_MAX) return printable(value);
  const hex = /^0x[0-9a-f]*$/.test(value);
  const size = hex ? `${Math.floor((value.length - 2) / 2)} bytes` : `${value.length} characters`;
  return `${printable(value.slice(0, 18))}…${printable(value.slice(-8))} (${size})`;
}

function bound(text: string, charsMax: number): string {
  const kept = text.length > charsMax ? `${text.slice(0, charsMax)}… (${text.length})` : text;
  return printable(kept);
}

/** Control and other unprintable characters can move a cursor or hide text. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e…]/g, '?');
}

/** Quantities in decimal, as gas is spoken of; what is too long for that stays hex. */
export function sayQuantity(quantity: string): string {
  return /^0x[0-9a-f]{1,64}$/.test(quantity) ? BigInt(quantity).toString() : quantity;
}
