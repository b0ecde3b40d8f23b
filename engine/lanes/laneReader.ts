/**
 * The reader of one incarnation on one lane: every read is a step through the gate.
 *
 * Owns what happens at an unready read. Where incarnations may wait, a slot or an account's code is
 * waited for and read again; any other field ends the incarnation, since getters cannot wait. The
 * EVM may swallow the error that says so (it turns any error inside a value transfer into a failed
 * frame); the reader therefore remembers it, as it does the failure of a step.
 */
import type { Address, Bytes32 } from '../api/index.ts';
import type { MemoryAccount } from '../memory/memoryAccount.ts';
import type { Resolved } from '../memory/resolve.ts';
import { bigIntToHex } from '../primitives/bytes.ts';
import { invariant } from '../primitives/invariant.ts';
import type { AccountSnapshot, StateReader } from '../primitives/reader.ts';
import type { Fibre } from './fibre.ts';
import type { Gate } from './gate.ts';
import type { Input, Need } from './exchange.ts';

/** Ends an incarnation that cannot go on. */
export class EndedIncarnation extends Error {
  constructor(on: number) {
    super(`transaction ${on} has to be executed first`);
    this.name = 'EndedIncarnation';
  }
}

/** Code of the state before the block, by hash. */
export interface BaseCode {
  codeOrNull(hash: Bytes32): Uint8Array | null;
}

/** The state before the block, as lanes outside of their steps need it. */
export interface LaneBase extends BaseCode {
  /** Fetches what is about to be read, where that takes long: a step is no place to wait in. */
  warm?(place: { readonly address: Address; readonly slot: Bytes32 | null }): void;
}

/** What a reader works with. */
export interface LaneReaderParts {
  readonly gate: Gate;
  readonly lane: number;
  readonly base: LaneBase;
  /** Waits at unready reads; `null` where they end the incarnation. */
  readonly waiter: Fibre | null;
}

/** Reads of one incarnation. */
export class LaneReader implements StateReader {
  readonly #parts: LaneReaderParts;
  #end: Extract<Input, { readonly kind: 'blocked' }> | null = null;
  #failure: { readonly error: unknown } | null = null;

  constructor(parts: LaneReaderParts) {
    this.#parts = parts;
  }

  /** What to report of an incarnation that was ended here, or `null`. */
  get end(): Extract<Input, { readonly kind: 'blocked' }> | null {
    return this.#end;
  }

  /** Throws what a step threw, should the body have swallowed it. */
  throwIfFailed(): void {
    if (this.#failure !== null) {
      throw this.#failure.error;
    }
  }

  account(address: Address): AccountSnapshot | Promise<AccountSnapshot> {
    this.#parts.base.warm?.({ address, slot: null });
    return this.#ask({ kind: 'read-account', address }, (need) => {
      invariant(need.kind === 'account', 'an account is answered with one');
      const { codeHash } = need.account;
      return codeHash.kind === 'unready' && this.#parts.waiter !== null
        ? this.#wait(codeHash.writer, () => this.account(address))
        : new MemorySnapshot(need.account, this);
    });
  }

  slot(address: Address, slot: Bytes32): bigint | Promise<bigint> {
    this.#parts.base.warm?.({ address, slot });
    return this.#ask({ kind: 'read-slot', address, slot }, (need) => {
      invariant(need.kind === 'slot', 'a slot is answered with its value');
      const { value } = need;
      return value.kind === 'unready' && this.#parts.waiter !== null
        ? this.#wait(value.writer, () => this.slot(address, slot))
        : this.ready(value);
    });
  }

  code(hash: Bytes32): Uint8Array | Promise<Uint8Array> {
    // Code is named by its hash, so that where it comes from needs no step.
    return (
      this.#parts.base.codeOrNull(hash) ??
      this.#ask({ kind: 'read-code', hash }, (need) => {
        invariant(need.kind === 'code' && need.code !== null, 'written code is kept', { hash });
        return need.code;
      })
    );
  }

  /** The value, or the end of the incarnation. */
  ready<T>(resolved: Resolved<T>): T {
    return resolved.kind === 'ready' ? resolved.value : this.#endAt(resolved.writer);
  }

  async #wait<T>(on: number, again: () => T | Promise<T>): Promise<T> {
    try {
      await this.#parts.waiter?.wait(on);
    } catch {
      // The block has ended without this incarnation.
      return this.#endAt(on);
    }
    return again();
  }

  #endAt(on: number): never {
    this.#end ??= { kind: 'blocked', on };
    throw new EndedIncarnation(on);
  }

  #ask<T>(input: Input, answer: (need: Need) => T | Promise<T>): T | Promise<T> {
    if (this.#end !== null) {
      return this.#endAt(this.#end.on);
    }
    this.throwIfFailed();
    const need = this.#step(input);
    return need instanceof Promise ? need.then(answer) : answer(need);
  }

  #step(input: Input): Need | Promise<Need> {
    const { gate, lane } = this.#parts;
    try {
      const need = gate.step(lane, input);
      return need instanceof Promise ? need.catch((error: unknown) => this.#fail(error)) : need;
    } catch (error) {
      return this.#fail(error);
    }
  }

  #fail(error: unknown): never {
    this.#failure = { error };
    throw error;
  }
}

/** A captured account; a field that is not ready ends the incarnation only when it is used. */
class MemorySnapshot implements AccountSnapshot {
  readonly #account: MemoryAccount;
  readonly #reader: LaneReader;

  constructor(account: MemoryAccount, reader: LaneReader) {
    this.#account = account;
    this.#reader = reader;
  }

  get exists(): boolean {
    return this.#reader.ready(this.#account.exists);
  }

  get nonce(): bigint {
    return this.#reader.ready(this.#account.nonce);
  }

  get balance(): bigint {
    return this.#reader.ready(this.#account.balance);
  }

  get codeHash(): Bytes32 {
    return bigIntToHex(this.#reader.ready(this.#account.codeHash), 32);
  }

  get hasStorage(): boolean {
    return this.#reader.ready(this.#account.hasStorage);
  }

  get isRich(): boolean {
    return this.#account.isRich;
  }
}
