/**
 * The reader of one incarnation on one lane: every read is a step through the gate.
 *
 * Owns what happens at an unready read: the incarnation is given up. The error that says so may be
 * swallowed on its way out of the EVM, which turns any error inside a value transfer into a failed
 * frame; the reader therefore remembers it, and whatever an incarnation returns after an unready
 * read counts for nothing.
 */
import type { Address, Bytes32 } from '../api/index.ts';
import type { MemoryAccount } from '../memory/memoryAccount.ts';
import type { Resolved } from '../memory/resolve.ts';
import { bigIntToHex } from '../primitives/bytes.ts';
import { invariant } from '../primitives/invariant.ts';
import type { AccountSnapshot, StateReader } from '../primitives/reader.ts';
import type { Gate } from './gate.ts';
import type { Input, Need } from './laneMachine.ts';

/** Ends an incarnation that met an estimate. */
export class BlockedRead extends Error {
  readonly on: number;

  constructor(on: number) {
    super(`blocked on transaction ${on}`);
    this.name = 'BlockedRead';
    this.on = on;
  }
}

/** Code of the state before the block, by hash. */
export interface BaseCode {
  codeOrNull(hash: Bytes32): Uint8Array | null;
}

/** Reads of one incarnation. */
export class LaneReader implements StateReader {
  readonly #gate: Gate;
  readonly #lane: number;
  readonly #base: BaseCode;
  #blockedOn: number | null = null;

  constructor(gate: Gate, lane: number, base: BaseCode) {
    this.#gate = gate;
    this.#lane = lane;
    this.#base = base;
  }

  /** The writer whose estimate was met first, or `null`. */
  get blockedOn(): number | null {
    return this.#blockedOn;
  }

  account(address: Address): AccountSnapshot | Promise<AccountSnapshot> {
    return this.#ask({ kind: 'read-account', address }, (need) => {
      invariant(need.kind === 'account', 'an account is answered with one');
      return new MemorySnapshot(need.account, this);
    });
  }

  slot(address: Address, slot: Bytes32): bigint | Promise<bigint> {
    return this.#ask({ kind: 'read-slot', address, slot }, (need) => {
      invariant(need.kind === 'slot', 'a slot is answered with its value');
      return this.ready(need.value);
    });
  }

  code(hash: Bytes32): Uint8Array | Promise<Uint8Array> {
    // Code is named by its hash, so that where it comes from needs no step.
    return (
      this.#base.codeOrNull(hash) ??
      this.#ask({ kind: 'read-code', hash }, (need) => {
        invariant(need.kind === 'code' && need.code !== null, 'written code is kept', { hash });
        return need.code;
      })
    );
  }

  /** The value, or the end of the incarnation. */
  ready<T>(resolved: Resolved<T>): T {
    if (resolved.kind === 'ready') {
      return resolved.value;
    }
    this.#blockedOn ??= resolved.writer;
    throw new BlockedRead(resolved.writer);
  }

  #ask<T>(input: Input, answer: (need: Need) => T): T | Promise<T> {
    const need = this.#gate.step(this.#lane, input);
    return need instanceof Promise ? need.then(answer) : answer(need);
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
