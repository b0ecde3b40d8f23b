/**
 * What an engine writes on its stderr.
 *
 * Owns how much of it is passed on and kept: enough to tell why an engine died, never enough to
 * fill a screen or a memory.
 */
import { printable, printableLines } from '../../input/printable.ts';

const TAIL_CHARACTERS = 4_096;
const QUOTED_CHARACTERS = 300;

/** The end of a stream of text, and a limit on what is shown of it. */
export class LastWords {
  readonly #show: (text: string) => void;
  #left: number;
  #tail = '';

  /**
   * @param bytesMax of the stream that are shown
   * @param show takes safe lines, each with its line break
   */
  constructor(bytesMax: number, show: (text: string) => void) {
    this.#left = bytesMax;
    this.#show = show;
  }

  take(chunk: Buffer): void {
    this.#tail = (this.#tail + chunk.subarray(-TAIL_CHARACTERS).toString('utf8')).slice(
      -TAIL_CHARACTERS,
    );
    if (this.#left <= 0) return;
    const shown = chunk.subarray(0, this.#left).toString('utf8');
    this.#left -= chunk.length;
    this.#show(printableLines(shown, TAIL_CHARACTERS));
    if (this.#left <= 0) this.#show('\n(further output of the engine is dropped)\n');
  }

  /** The last line that says something, for a message; `null` where nothing was said. */
  get quoted(): string | null {
    const last = this.#tail.trimEnd().split('\n').at(-1) ?? '';
    return last === '' ? null : printable(last.slice(-QUOTED_CHARACTERS), QUOTED_CHARACTERS);
  }
}
