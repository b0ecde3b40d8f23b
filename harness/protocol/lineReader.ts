/**
 * Cuts a stream of bytes into lines.
 *
 * Owns the limit: a line that never ends is given up before it fills the memory. Lines come out
 * whole, whatever pieces they arrived in, without their line break; empty ones are left out.
 */

const LINE_FEED = 0x0a;

/** Collects bytes until a line is whole. */
export class LineReader {
  readonly #bytesMax: number;
  #pieces: Buffer[] = [];
  #bytes = 0;

  /** @param bytesMax longest line, in bytes */
  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** The lines that this chunk completes. Throws `RangeError` for a line that is too long. */
  *take(chunk: Buffer): Generator<string> {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, start);
      this.#keep(chunk.subarray(start, end < 0 ? undefined : end));
      if (end < 0) return;
      start = end + 1;
      // A flood of empty lines costs no more than its bytes.
      if (this.#bytes === 0) continue;
      const line = Buffer.concat(this.#pieces).toString('utf8').trim();
      this.#pieces = [];
      this.#bytes = 0;
      if (line !== '') yield line;
    }
  }

  #keep(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#bytes += piece.length;
    if (this.#bytes > this.#bytesMax) {
      throw new RangeError(`a line of more than ${String(this.#bytesMax)} bytes`);
    }
    this.#pieces.push(piece);
  }
}
