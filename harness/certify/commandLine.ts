/**
 * Command lines that a user can paste.
 *
 * Owns the quoting for a POSIX shell: replay commands hold paths and test ids. Runs nothing.
 */

/** A call of `lockstep` with these words. */
export function lockstepLine(words: readonly string[]): string {
  return ['lockstep', ...words].map(shellWord).join(' ');
}

/** A word as a POSIX shell takes it back. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
