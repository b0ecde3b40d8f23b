/**
 * Help by example.
 *
 * Owns how examples look below a command's flags.
 */

/** A command line and what it means. */
export type Example = readonly [line: string, meaning: string];

/** The examples as text. */
export function examples(list: readonly Example[]): string {
  const lines = list.map(([line, meaning]) => `  $ ${line}\n      ${meaning}`);
  return `\nExamples:\n${lines.join('\n')}`;
}
