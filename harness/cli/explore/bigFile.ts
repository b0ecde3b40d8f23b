/**
 * Files of any size, whole.
 *
 * Owns what Node's own calls do not do: files beyond 2 GiB, which are read and written piece by
 * piece; a digest of all that went through; and an order to the disk, so that what is renamed into
 * place afterwards is there after a power cut, too.
 */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';

const PIECE_BYTES = 1 << 26;

/** Writes a file anew and sees it to the disk. Returns its SHA-256 in hex. */
export function writeBigFile(path: string, content: Uint8Array): string {
  const hash = createHash('sha256');
  const file = openSync(path, 'w');
  try {
    for (let at = 0; at < content.length;) {
      const piece = content.subarray(at, at + PIECE_BYTES);
      const written = writeSync(file, piece);
      hash.update(piece.subarray(0, written));
      at += written;
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

/** Reads a file, and its SHA-256 in hex. Throws what the system says. */
export function readBigFile(path: string): {
  readonly content: Uint8Array;
  readonly sha256: string;
} {
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  try {
    const content = new Uint8Array(fstatSync(file).size);
    for (let at = 0; at < content.length;) {
      const length = Math.min(PIECE_BYTES, content.length - at);
      const read = readSync(file, content, { offset: at, length });
      if (read === 0) throw new Error('it became shorter while it was read');
      hash.update(content.subarray(at, at + read));
      at += read;
    }
    return { content, sha256: hash.digest('hex') };
  } finally {
    closeSync(file);
  }
}
