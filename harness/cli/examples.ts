/**
 * Help by example.
 *
 * Owns how examples are laid out under a command's help. Every one of them is parsed by a test.
 */

/** A command line and what it means. */
export type Example = readonly [line: string, meaning: string];

/** The examples as help shows them. */
export function examples(list: readonly Example[]): string {
  const lines = list.map(([line, meaning]) => `  $ ${line}\n      ${meaning}`);
  return `\nExamples:\n${lines.join('\n')}`;
}
