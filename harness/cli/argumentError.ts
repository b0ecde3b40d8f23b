/**
 * What is wrong with a command line.
 *
 * Owns the wording for flags and arguments, as `InputError` does for files. Does not exit.
 */

/** A flag or argument that cannot be used; the message stands alone. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
  /** As on the command line: `--engine`, `<engine>`. */
  readonly flag: string;
  readonly remedy: string;

  /** `problem` and `remedy` are phrases without a full stop. */
  constructor({ flag, problem, remedy }: { flag: string; problem: string; remedy: string }) {
    super(`${flag}: ${problem}\n  ${remedy}`);
    this.flag = flag;
    this.remedy = remedy;
  }
}
