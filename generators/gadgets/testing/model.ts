/**
 * What gadget programs mean, without a machine.
 *
 * Owns the part of the language that a page can tell: storage, payments, calls, conditions, giving
 * up, logs. Both back-ends must do what this does. Gas is not in it: everything is paid for.
 */
import { bytesToHex, hexToBytes, word } from '../../build/hex.ts';
import { keccak256 } from '../../build/keccak.ts';
import type { Operation, Program, Who } from '../operation.ts';

/** Operations that the model knows. */
export const MODELLED: readonly Operation['op'][] = [
  'read',
  'write',
  'set',
  'read-chosen',
  'write-chosen',
  'read-transient',
  'write-transient',
  'own-balance',
  'pay',
  'call',
  'revert-if',
  'if',
  'log',
  'hash',
  'burn',
];

/** One account. */
export interface ModelAccount {
  balance: bigint;
  readonly storage: Map<number, bigint>;
  readonly transient: Map<number, bigint>;
}

/** All accounts that run programs or are paid. */
export type ModelWorld = Map<Who, ModelAccount>;

/** How a program ended. */
export interface ModelOutcome {
  readonly status: 'returned' | 'reverted' | 'failed';
  readonly acc: bigint;
  /** What was logged and not undone, by whom. */
  readonly logs: readonly { readonly by: Who; readonly topic: number; readonly acc: bigint }[];
}

const MASK = 2n ** 256n - 1n;

/** Runs `program` as `self`; the world is changed only where it returns. */
export function runModel(world: ModelWorld, self: Who, program: Program): ModelOutcome {
  return new Frame(world, self, false).run(program);
}

class Violation extends Error {}
class Reverted extends Error {}

class Frame {
  readonly #world: ModelWorld;
  readonly #self: Who;
  readonly #isStatic: boolean;
  readonly #logs: { by: Who; topic: number; acc: bigint }[] = [];
  #acc = 0n;

  constructor(world: ModelWorld, self: Who, isStatic: boolean) {
    this.#world = world;
    this.#self = self;
    this.#isStatic = isStatic;
  }

  run(program: Program): ModelOutcome {
    const before = copied(this.#world);
    try {
      this.#runAll(program);
      return { status: 'returned', acc: this.#acc, logs: this.#logs };
    } catch (error) {
      if (!(error instanceof Violation) && !(error instanceof Reverted)) throw error;
      this.#world.clear();
      for (const [who, account] of before) this.#world.set(who, account);
      return error instanceof Reverted
        ? { status: 'reverted', acc: this.#acc, logs: [] }
        : { status: 'failed', acc: 0n, logs: [] };
    }
  }

  #runAll(program: Program): void {
    for (const operation of program) this.#make(operation);
  }

  #make(operation: Operation): void {
    const { storage, transient, balance } = accountOf(this.#world, this.#self);
    switch (operation.op) {
      case 'read':
        return this.#fold(storage.get(operation.slot) ?? 0n);
      case 'write':
        return this.#write(storage, operation.slot, this.#acc);
      case 'set':
        return this.#write(storage, operation.slot, BigInt(operation.value));
      case 'read-chosen':
        return this.#fold(storage.get(this.#chosen(operation)) ?? 0n);
      case 'write-chosen':
        return this.#write(storage, this.#chosen(operation), this.#acc);
      case 'read-transient':
        return this.#fold(transient.get(operation.slot) ?? 0n);
      case 'write-transient':
        return this.#write(transient, operation.slot, this.#acc);
      case 'own-balance':
        return this.#fold(balance);
      case 'pay':
        return this.#fold(this.#pay(operation.to, operation.wei) ? 1n : 0n);
      case 'call':
        return this.#call(operation);
      case 'revert-if':
        if ((this.#acc & BigInt(operation.mask)) !== 0n) throw new Reverted();
        return;
      case 'if': {
        const isEqual = (storage.get(operation.slot) ?? 0n) === BigInt(operation.equals);
        return this.#runAll(isEqual ? operation.yes : operation.no);
      }
      case 'log':
        this.#assertChangeable();
        this.#logs.push({ by: this.#self, topic: operation.topic, acc: this.#acc });
        return;
      case 'hash':
        return this.#fold(BigInt(bytesToHex(keccak256(hexToBytes(word(this.#acc))))));
      case 'burn':
        return;
      default:
        throw new TypeError(`not modelled: ${operation.op}`);
    }
  }

  #call({ kind, to, wei, body }: Extract<Operation, { op: 'call' }>): void {
    const paid = kind !== 'call' || this.#canPay(wei);
    if (!paid) return this.#foldAll([0n, 0n, 0n]);
    // What is undone when the callee gives up includes the payment.
    const before = copied(this.#world);
    if (kind === 'call') this.#pay(to, wei);
    const place = kind === 'delegate' ? this.#self : to;
    const frame = new Frame(this.#world, place, this.#isStatic || kind === 'static');
    const { status, acc, logs } = frame.run(body);
    if (status !== 'returned') {
      this.#world.clear();
      for (const [who, account] of before) this.#world.set(who, account);
    }
    this.#logs.push(...logs);
    this.#foldAll(status === 'failed' ? [0n, 0n, 0n] : [status === 'returned' ? 1n : 0n, acc, 32n]);
  }

  #canPay(wei: number): boolean {
    if (wei > 0) this.#assertChangeable();
    return accountOf(this.#world, this.#self).balance >= BigInt(wei);
  }

  #pay(to: Who, wei: number): boolean {
    if (!this.#canPay(wei)) return false;
    accountOf(this.#world, this.#self).balance -= BigInt(wei);
    accountOf(this.#world, to).balance += BigInt(wei);
    return true;
  }

  #write(slots: Map<number, bigint>, slot: number, value: bigint): void {
    this.#assertChangeable();
    slots.set(slot, value);
  }

  #chosen({ slot, choices }: { readonly slot: number; readonly choices: number }): number {
    return slot + (choices === 0 ? 0 : Number(this.#acc % BigInt(choices)));
  }

  #assertChangeable(): void {
    if (this.#isStatic) throw new Violation();
  }

  #foldAll(values: readonly bigint[]): void {
    for (const value of values) this.#fold(value);
  }

  #fold(value: bigint): void {
    this.#acc = (31n * this.#acc + value) & MASK;
  }
}

function accountOf(world: ModelWorld, who: Who): ModelAccount {
  const known = world.get(who);
  if (known !== undefined) return known;
  const fresh = { balance: 0n, storage: new Map<number, bigint>(), transient: new Map() };
  world.set(who, fresh);
  return fresh;
}

function copied(world: ModelWorld): ModelWorld {
  return new Map(
    [...world].map(([who, { balance, storage, transient }]) => [
      who,
      { balance, storage: new Map(storage), transient: new Map(transient) },
    ]),
  );
}
