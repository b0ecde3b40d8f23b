/**
 * The reader of a body that is run to grow a trie.
 *
 * Owns where in the trie the body is. It answers with the list it was given, and when that is used
 * up with what the base says: guesses that are true of some schedule, and memorised all the same.
 */
import type { Address, Bytes32 } from '../../api/index.ts';
import { bigIntToHex } from '../../primitives/bytes.ts';
import { invariant } from '../../primitives/invariant.ts';
import type { AccountSnapshot, StateReader } from '../../primitives/reader.ts';
import type { BaseCode } from '../../lanes/laneReader.ts';
import type { BaseState } from '../../memory/resolve.ts';
import type { AccountField } from './accounts.ts';
import type { Question } from './nodes.ts';

/** A question's number and an answer to it; -1 before the first. */
interface TrieEdge {
  readonly from: number;
  readonly answer: bigint;
}

/** What a reader works with. */
export interface TrieReaderParts {
  /** Of the first questions, in order. */
  readonly answers: readonly bigint[];
  readonly base: BaseState & BaseCode;
  /** Finds or makes the node at the end of an edge; returns its number. */
  readonly meet: (edge: TrieEdge, question: Question) => number;
  /** Code that some incarnation has written, or `null`. */
  readonly codeOf: (hash: Bytes32) => Uint8Array | null;
}

/** Reads of one run. */
export class TrieReader implements StateReader {
  readonly #parts: TrieReaderParts;
  #edge: TrieEdge = { from: -1, answer: 0n };
  #asked = 0;
  #captures = 0;
  #failure: Error | null = null;

  constructor(parts: TrieReaderParts) {
    this.#parts = parts;
  }

  /** Where the body is now. */
  get edge(): TrieEdge {
    return this.#edge;
  }

  /** Throws what went wrong in here, should the body have swallowed it. */
  throwIfFailed(): void {
    if (this.#failure !== null) {
      throw this.#failure;
    }
  }

  account(address: Address): AccountSnapshot {
    this.#ask({ kind: 'ask', input: { kind: 'read-account', address } }, () => 0n);
    const capture = this.#captures;
    this.#captures += 1;
    return new TrieSnapshot(this.#parts.base.account(address), (field, guess) =>
      this.#ask({ kind: 'field', capture, field }, () => guess),
    );
  }

  slot(address: Address, slot: Bytes32): bigint {
    return this.#ask({ kind: 'ask', input: { kind: 'read-slot', address, slot } }, () =>
      this.#parts.base.slot(address, slot),
    );
  }

  code(hash: Bytes32): Uint8Array {
    const inBase = this.#parts.base.codeOrNull(hash);
    if (inBase !== null) {
      return inBase;
    }
    this.#ask({ kind: 'ask', input: { kind: 'read-code', hash } }, () => 0n);
    const code = this.#parts.codeOf(hash);
    invariant(code !== null, 'code that is read was written', { hash });
    return code;
  }

  #ask(question: Question, guess: () => bigint): bigint {
    this.throwIfFailed();
    try {
      const from = this.#parts.meet(this.#edge, question);
      const answer = this.#parts.answers[this.#asked] ?? guess();
      this.#asked += 1;
      this.#edge = { from, answer };
      return answer;
    } catch (error) {
      // The EVM swallows what is thrown inside a value transfer.
      this.#failure = error instanceof Error ? error : new Error(String(error));
      throw this.#failure;
    }
  }
}

/** A captured account; each field is a question once. */
class TrieSnapshot implements AccountSnapshot {
  readonly isRich: boolean;
  readonly #base: AccountSnapshot;
  readonly #ask: (field: AccountField, guess: bigint) => bigint;
  readonly #known = new Map<AccountField, bigint>();

  constructor(base: AccountSnapshot, ask: (field: AccountField, guess: bigint) => bigint) {
    this.isRich = base.isRich;
    this.#base = base;
    this.#ask = ask;
  }

  get exists(): boolean {
    return this.#field('exists') === 1n;
  }

  get nonce(): bigint {
    return this.#field('nonce');
  }

  get balance(): bigint {
    return this.#field('balance');
  }

  get codeHash(): Bytes32 {
    return bigIntToHex(this.#field('codeHash'), 32);
  }

  get hasStorage(): boolean {
    return this.#field('hasStorage') === 1n;
  }

  #field(field: AccountField): bigint {
    const known = this.#known.get(field);
    if (known !== undefined) {
      return known;
    }
    const answer = this.#ask(field, BigInt(this.#base[field]));
    this.#known.set(field, answer);
    return answer;
  }
}
