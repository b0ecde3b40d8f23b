/**
 * Read validation: whether a fact holds for a transaction, now.
 *
 * A fact that depends on an estimate does not hold: the estimate says that another value is coming.
 */
import { EMPTY_CODE_HASH } from '../primitives/emptyCode.ts';
import type { Fact } from '../primitives/facts.ts';
import { unreachable } from '../primitives/invariant.ts';
import { type LocatedFact, factToLocated } from './factParts.ts';
import type { Resolved, Resolver } from './resolve.ts';

const NO_CODE = BigInt(EMPTY_CODE_HASH);

/** Whether `fact`, by names or by numbers, is true of the state just below `txIndex`. */
export function factHolds(resolver: Resolver, txIndex: number, fact: Fact | LocatedFact): boolean {
  const located = 'location' in fact ? fact : factToLocated(resolver.locations, fact);
  const { kind, location, operand, holds } = located;
  const account = resolver.locations.accountOf(location);
  switch (kind) {
    case 'balance':
      return isNow(resolver.balanceOf(txIndex, account), operand);
    case 'balance-at-least': {
      const balance = resolver.balanceOf(txIndex, account);
      return balance.kind === 'ready' && balance.value >= operand === holds;
    }
    case 'nonce':
      return isNow(resolver.nonceOf(txIndex, account), operand);
    case 'code':
      return isNow(resolver.codeHashOf(txIndex, account), operand);
    case 'storage':
      return isNow(resolver.slotAt(txIndex, location), operand);
    case 'empty':
      return isNow(emptiness(substance(resolver, txIndex, account)), holds);
    case 'exists':
      return isNow(
        existence(resolver.keepsBase(txIndex, account), substance(resolver, txIndex, account)),
        holds,
      );
    case 'has-storage':
      return isNow(resolver.hasStorage(txIndex, account), holds);
    case 'removable':
      return isNow(
        removability(resolver.keepsBase(txIndex, account), substance(resolver, txIndex, account)),
        holds,
      );
    default:
      return unreachable(kind);
  }
}

/** What emptiness is made of. */
export interface Substance {
  readonly nonce: Resolved<bigint>;
  /** As a number. */
  readonly codeHash: Resolved<bigint>;
  /** In wei. */
  readonly balance: Resolved<bigint>;
}

/** Nonce, code and balance of an account. */
export function substance(resolver: Resolver, txIndex: number, account: number): Substance {
  return {
    nonce: resolver.nonceOf(txIndex, account),
    codeHash: resolver.codeHashOf(txIndex, account),
    balance: resolver.balanceOf(txIndex, account),
  };
}

/** EIP-161: nonce, code and balance are all nothing. One of them that is something decides. */
export function emptiness({ nonce, codeHash, balance }: Substance): Resolved<boolean> {
  if (isOther(nonce, 0n) || isOther(codeHash, NO_CODE) || isOther(balance, 0n)) {
    return { kind: 'ready', value: false };
  }
  for (const field of [nonce, codeHash, balance]) {
    if (field.kind === 'unready') {
      return field;
    }
  }
  return { kind: 'ready', value: true };
}

/** A leaf in the trie: not empty, or there before the block and never destroyed. */
export function existence(keepsBase: Resolved<boolean>, of: Substance): Resolved<boolean> {
  if (keepsBase.kind === 'ready' && keepsBase.value) {
    return keepsBase;
  }
  const empty = emptiness(of);
  if (empty.kind === 'ready' && !empty.value) {
    return { kind: 'ready', value: true };
  }
  return keepsBase.kind === 'unready' ? keepsBase : negated(empty);
}

/** There before the block, never destroyed, and empty. */
export function removability(keepsBase: Resolved<boolean>, of: Substance): Resolved<boolean> {
  if (keepsBase.kind === 'ready' && !keepsBase.value) {
    return keepsBase;
  }
  const empty = emptiness(of);
  if (empty.kind === 'ready' && !empty.value) {
    return empty;
  }
  return keepsBase.kind === 'unready' ? keepsBase : empty;
}

function isNow<T>(resolved: Resolved<T>, value: T): boolean {
  return resolved.kind === 'ready' && resolved.value === value;
}

function isOther(resolved: Resolved<bigint>, value: bigint): boolean {
  return resolved.kind === 'ready' && resolved.value !== value;
}

function negated(resolved: Resolved<boolean>): Resolved<boolean> {
  return resolved.kind === 'unready' ? resolved : { kind: 'ready', value: !resolved.value };
}
