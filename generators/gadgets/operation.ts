/**
 * Gadget programs: a small language for transactions that meet on purpose.
 *
 * Owns the operations. A program folds all it observes into one number, `acc = 31 acc + value` in
 * 256 bits, that later operations depend on and that it returns. Programs always end: they jump
 * forward only, and `burn` is bounded. Accounts are `Who` numbers, which a pool gives meaning to.
 */

/** An account, by its place in a pool. */
export type Who = number;

/** What a block says of itself, or a call of its sender. */
export const CONTEXTS = [
  'number',
  'time',
  'beneficiary',
  'gas-limit',
  'random',
  'parent-hash',
  'old-hash',
  'base-fee',
  'blob-hash',
  'blob-price',
  'chain',
  'caller',
  'origin',
  'value',
  'gas-price',
] as const;

/** Those that no contract may ask for before Cancun. */
export const BLOB_CONTEXTS: readonly Context[] = ['blob-hash', 'blob-price'];

/** One of them. */
export type Context = (typeof CONTEXTS)[number];

/** What can be seen of an account from outside. */
export type Aspect = 'balance' | 'code-size' | 'code-hash';

/** One operation. Numbers are small: slots, choices and wei fit 16 bits, values and masks 32. */
export type Operation =
  /** Folds in a slot. */
  | { readonly op: 'read'; readonly slot: number }
  /** Writes `acc` to a slot. */
  | { readonly op: 'write'; readonly slot: number }
  /** Writes a value to a slot; 0 clears it. */
  | { readonly op: 'set'; readonly slot: number; readonly value: number }
  /** Folds in the slot `slot + acc mod choices`. */
  | { readonly op: 'read-chosen'; readonly slot: number; readonly choices: number }
  /** Writes `acc` to the slot `slot + acc mod choices`. */
  | { readonly op: 'write-chosen'; readonly slot: number; readonly choices: number }
  /** Folds in a transient slot (EIP-1153). */
  | { readonly op: 'read-transient'; readonly slot: number }
  /** Writes `acc` to a transient slot (EIP-1153). */
  | { readonly op: 'write-transient'; readonly slot: number }
  /** Folds in what is seen of an account. */
  | { readonly op: 'look'; readonly at: Who; readonly what: Aspect }
  /** Folds in the balance of the account that runs. */
  | { readonly op: 'own-balance' }
  /** Folds in the balance of the beneficiary. */
  | { readonly op: 'fees' }
  /** Sends wei; folds in whether that succeeded. */
  | { readonly op: 'pay'; readonly to: Who; readonly wei: number }
  /**
   * Has an account run a program, in its own place or (`delegate`) in this one's, with all gas or
   * a part. Folds in whether that succeeded, what it returned and how long that was.
   */
  | {
      readonly op: 'call';
      readonly kind: CallKind;
      readonly to: Who;
      readonly wei: number;
      /** In gas; `null` for all there is. */
      readonly gas: number | null;
      readonly body: Program;
    }
  /** Makes a child that runs programs: by CREATE2 with a salt, or by CREATE. Folds in where. */
  | { readonly op: 'create'; readonly salt: number | null }
  /** Ends in favour of an account. */
  | { readonly op: 'destroy'; readonly heir: Who }
  /** Gives up, and undoes all, where a bit of the mask is set in `acc`. */
  | { readonly op: 'revert-if'; readonly mask: number }
  /** Chooses by the value of a slot, which is not folded in. */
  | {
      readonly op: 'if';
      readonly slot: number;
      readonly equals: number;
      readonly yes: Program;
      readonly no: Program;
    }
  /** Logs `acc`. */
  | { readonly op: 'log'; readonly topic: number }
  /** Folds in the hash of `acc`. */
  | { readonly op: 'hash' }
  /** Folds in what a precompiled contract makes of `acc`. */
  | { readonly op: 'precompile'; readonly number: number }
  | { readonly op: 'context'; readonly what: Context }
  /** Goes round a loop: 40 gas each time. */
  | { readonly op: 'burn'; readonly rounds: number }
  /** Folds in the gas that is left. */
  | { readonly op: 'gas' };

/** How one account runs a program for another. */
export type CallKind = 'call' | 'static' | 'delegate';

/** Operations, in order. */
export type Program = readonly Operation[];

/** Slots that programs use by themselves are below; above are witnesses, one a transaction. */
export const WITNESS_SLOTS = 0x8000;

/** The operation that makes everything a transaction has observed visible in the state root. */
export function witness(txIndex: number): Operation {
  return { op: 'write', slot: WITNESS_SLOTS + txIndex };
}

/** Each operation of a program, nested ones included, in order. */
export function* operationsIn(program: Program): Generator<Operation, void, undefined> {
  for (const operation of program) {
    yield operation;
    if (operation.op === 'call') yield* operationsIn(operation.body);
    if (operation.op === 'if') {
      yield* operationsIn(operation.yes);
      yield* operationsIn(operation.no);
    }
  }
}
