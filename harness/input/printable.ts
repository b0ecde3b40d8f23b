/**
 * Foreign text made safe to print.
 *
 * Owns escaping and shortening of whatever engines, files and errors say: a terminal must not obey
 * an engine under test, and one answer must not fill the screen. Does not judge the text.
 */

/** Longest foreign text shown in a message, in characters. */
export const SHOWN_CHARACTERS_MAX = 200;

// C0 and C1 controls, line and paragraph separators, and the marks that reorder text on a screen.
const UNSAFE =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]/gu;

/** The text on one line, control characters spelled `\u{1b}`, cut after `limit` characters. */
export function printable(text: string, limit: number = SHOWN_CHARACTERS_MAX): string {
  const head = text.length > limit ? text.slice(0, limit) : text;
  const safe = head.replace(UNSAFE, spellCharacter);
  return head === text ? safe : `${safe}… (${String(text.length)} characters)`;
}

/** As `printable`, line by line: the text's own lines stay lines. */
export function printableLines(text: string, limit: number = SHOWN_CHARACTERS_MAX): string {
  return text
    .split('\n')
    .map((line) => printable(line, limit))
    .join('\n');
}

/** Any foreign value in a few words: `the string "0x1z"`, `the number 7`, `null`, `an array`. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `an array of ${String(value.length)}`;
  switch (typeof value) {
    case 'undefined':
      return 'nothing';
    case 'string':
      return `the string "${printable(value, 80)}"`;
    case 'number':
    case 'bigint':
    case 'boolean':
      return `the ${typeof value} ${printable(String(value), 80)}`;
    case 'object':
      return 'an object';
    default:
      return `a ${typeof value}`;
  }
}

/** What a thrown value says, on one line; engines may throw anything, hostile objects too. */
export function describeThrown(thrown: unknown): string {
  try {
    if (thrown instanceof Error) {
      const { name, message } = thrown;
      // `Error: ` alone says nothing; `RangeError: ` does.
      if (message !== '') return printable(name === 'Error' ? message : `${name}: ${message}`);
      return printable(name);
    }
    return `threw ${describeValue(thrown)}`;
  } catch {
    return 'threw a value that cannot be described';
  }
}

function spellCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
