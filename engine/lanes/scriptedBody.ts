/**
 * Scripts as transaction bodies: what concurrency sees of a transaction, without an EVM.
 *
 * Owns a few operations on numbered slots and accounts. A script runs in microseconds and says
 * exactly where transactions meet, so that schedules can be tried by the thousand. Its outcome is
 * all that it saw, folded into one number: a stale read shows.
 */
import type { Address, Bytes32 } from '../api/index.ts';
import { bigIntToHex } from '../primitives/bytes.ts';
import type { Fact } from '../primitives/facts.ts';
import { invariant, unreachable } from '../primitives/invariant.ts';
import type { StateReader } from '../primitives/reader.ts';
import type { Write } from '../primitives/writes.ts';
import type { BodyResult, BodyStart, TransactionBody } from './body.ts';

/** One operation; what was seen so far is `seen`, and begins at 0. */
export type Operation =
  /** `seen` = 3 `seen` + the slot's value. */
  | { readonly kind: 'read'; readonly slot: number }
  /** The slot becomes `seen` + `plus`. */
  | { readonly kind: 'write'; readonly slot: number; readonly plus: number }
  /** The same, if `seen` is odd: what is written depends on what was read. */
  | { readonly kind: 'write-if-odd'; readonly slot: number; readonly plus: number }
  /** The same of a slot that what was seen chooses: `slot` + `seen` mod `choices`. */
  | { readonly kind: 'read-chosen'; readonly slot: number; readonly choices: number }
  | {
      readonly kind: 'write-chosen';
      readonly slot: number;
      readonly choices: number;
      readonly plus: number;
    }
  /** All slots are gone, and what was written so far. The last operation, if it is one. */
  | { readonly kind: 'destroy' }
  /** All slots begin anew, at 0. The first operation, if it is one. */
  | { readonly kind: 'create' }
  /** The account is paid, unseen. */
  | { readonly kind: 'credit'; readonly account: number; readonly amount: number }
  /** The account pays if it has as much; `seen` = 3 `seen` + 1 if it did. */
  | { readonly kind: 'spend'; readonly account: number; readonly amount: number }
  /** `seen` = 3 `seen` + the account's balance. */
  | { readonly kind: 'look'; readonly account: number };

/** A transaction's operations, in order. */
export type Script = readonly Operation[];

const SEEN_BITS = 64;

/** `seen` after one more observation. */
export function fold(seen: bigint, value: bigint): bigint {
  return BigInt.asUintN(SEEN_BITS, 3n * seen + value);
}

/** The one contract whose slots scripts use. */
export const SCRIPT_CONTRACT: Address = `0x${'c'.repeat(40)}`;

const CREATION: Write = { kind: 'lifecycle', address: SCRIPT_CONTRACT, event: 'created' };
const DESTRUCTION: Write = { kind: 'lifecycle', address: SCRIPT_CONTRACT, event: 'destroyed' };

/** The address of a numbered account. */
export function scriptAccount(account: number): Address {
  return bigIntToHex(BigInt(account + 1), 20);
}

/** The name of a numbered slot. */
export function scriptSlot(slot: number): Bytes32 {
  return bigIntToHex(BigInt(slot), 32);
}

/** Runs scripts. */
export class ScriptedBody implements TransactionBody<bigint> {
  readonly #scripts: readonly Script[];

  constructor(scripts: readonly Script[]) {
    this.#scripts = scripts;
  }

  prepare(): null {
    return null;
  }

  async run({ txIndex }: BodyStart, reader: StateReader): Promise<BodyResult<bigint>> {
    const script = this.#scripts[txIndex];
    invariant(script !== undefined, 'a task is about a script of the block', { txIndex });
    const run = new ScriptRun(reader);
    for (const operation of script) {
      await run.make(operation);
    }
    return run.finish();
  }
}

/** One incarnation of one script. */
class ScriptRun {
  readonly #reader: StateReader;
  readonly #facts: Fact[] = [];
  readonly #base = new Map<number, bigint>();
  readonly #written = new Map<number, bigint>();
  readonly #deltas = new Map<number, bigint>();
  #seen = 0n;
  #isCreated = false;
  #isDestroyed = false;

  constructor(reader: StateReader) {
    this.#reader = reader;
  }

  async make(operation: Operation): Promise<void> {
    switch (operation.kind) {
      case 'read':
        this.#seen = fold(this.#seen, await this.#read(operation.slot));
        return;
      case 'write':
        this.#written.set(operation.slot, this.#seen + BigInt(operation.plus));
        return;
      case 'write-if-odd':
        if (this.#seen % 2n === 1n) {
          this.#written.set(operation.slot, this.#seen + BigInt(operation.plus));
        }
        return;
      case 'read-chosen':
        this.#seen = fold(this.#seen, await this.#read(this.#chosen(operation)));
        return;
      case 'write-chosen':
        this.#written.set(this.#chosen(operation), this.#seen + BigInt(operation.plus));
        return;
      case 'destroy':
        this.#isDestroyed = true;
        return;
      case 'create':
        this.#isCreated = true;
        return;
      case 'credit':
        this.#move(operation.account, BigInt(operation.amount));
        return;
      case 'spend':
        await this.#spend(operation.account, BigInt(operation.amount));
        return;
      case 'look':
        await this.#look(operation.account);
        return;
      default:
        return unreachable(operation);
    }
  }

  finish(): BodyResult<bigint> {
    const storage: Write[] = this.#isDestroyed ? [DESTRUCTION] : this.#storageWrites();
    const balances: Write[] = [...this.#deltas].map(([account, delta]) => ({
      kind: 'balance',
      address: scriptAccount(account),
      delta,
    }));
    return {
      reads: this.#facts,
      writes: [...storage, ...balances],
      demand: { isValid: true, gas: 0n, gasUsed: 0n, blobGas: 0n },
      outcome: this.#seen,
    };
  }

  #storageWrites(): Write[] {
    const writes: Write[] = this.#isCreated ? [CREATION] : [];
    for (const [slot, value] of this.#written) {
      writes.push({ kind: 'storage', address: SCRIPT_CONTRACT, slot: scriptSlot(slot), value });
    }
    return writes;
  }

  #chosen({ slot, choices }: { readonly slot: number; readonly choices: number }): number {
    return slot + Number(this.#seen % BigInt(choices));
  }

  async #read(slot: number): Promise<bigint> {
    const known = this.#written.get(slot) ?? this.#base.get(slot);
    if (known !== undefined) {
      return known;
    }
    if (this.#isCreated) {
      return 0n;
    }
    const name = scriptSlot(slot);
    const value = await this.#reader.slot(SCRIPT_CONTRACT, name);
    this.#base.set(slot, value);
    this.#facts.push({ kind: 'storage', address: SCRIPT_CONTRACT, slot: name, value });
    return value;
  }

  async #look(account: number): Promise<void> {
    const address = scriptAccount(account);
    const { balance } = await this.#reader.account(address);
    this.#facts.push({ kind: 'balance', address, value: balance });
    this.#seen = fold(this.#seen, balance + this.#deltaOf(account));
  }

  async #spend(account: number, amount: bigint): Promise<void> {
    const address = scriptAccount(account);
    const needed = amount - this.#deltaOf(account);
    if (needed > 0n) {
      const holds = (await this.#reader.account(address)).balance >= needed;
      this.#facts.push({ kind: 'balance-at-least', address, amount: needed, holds });
      if (!holds) {
        this.#seen = fold(this.#seen, 0n);
        return;
      }
    }
    this.#seen = fold(this.#seen, 1n);
    this.#move(account, -amount);
  }

  #move(account: number, delta: bigint): void {
    this.#deltas.set(account, this.#deltaOf(account) + delta);
  }

  #deltaOf(account: number): bigint {
    return this.#deltas.get(account) ?? 0n;
  }
}
