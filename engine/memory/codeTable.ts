/**
 * Code that the block's transactions put into accounts, by hash.
 *
 * Code is never changed and never taken away: an aborted incarnation's code stays, unreachable. Few
 * transactions deploy, so a list is enough.
 */
import type { Bytes32 } from '../api/index.ts';
import type { Arena } from '../primitives/arena.ts';
import { CODE } from './records.ts';
import { readNumber, writeNumber } from './numbers.ts';

/** Codes in the arena. */
export class CodeTable {
  readonly #arena: Arena;
  /** Word that holds the head of the list. */
  readonly #head: number;

  constructor(arena: Arena, head: number) {
    this.#arena = arena;
    this.#head = head;
  }

  /** A copy of the code with this hash, or `null` when the block's transactions made none. */
  find(hash: Bytes32): Uint8Array | null {
    const wanted = BigInt(hash);
    const { words } = this.#arena;
    for (let code = words[this.#head] ?? 0; code !== 0; code = words[code + CODE.next] ?? 0) {
      if (readNumber(this.#arena, code + CODE.hash) === wanted) {
        return this.#bytesOf(code);
      }
    }
    return null;
  }

  /** Keeps `bytes` unless they are kept already. */
  keep(hash: Bytes32, bytes: Uint8Array): void {
    if (this.find(hash) !== null) {
      return;
    }
    const code = this.#arena.allocate(CODE.bytes + Math.ceil(bytes.length / 4));
    const { words } = this.#arena;
    words[code + CODE.length] = bytes.length;
    writeNumber(this.#arena, code + CODE.hash, BigInt(hash));
    new Uint8Array(words.buffer, 4 * (code + CODE.bytes), bytes.length).set(bytes);
    words[code + CODE.next] = words[this.#head] ?? 0;
    words[this.#head] = code;
  }

  #bytesOf(code: number): Uint8Array {
    const { words } = this.#arena;
    const length = words[code + CODE.length] ?? 0;
    return new Uint8Array(words.buffer, 4 * (code + CODE.bytes), length).slice();
  }
}
