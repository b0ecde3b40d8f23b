/**
 * Read validation: whether a fact holds for a transaction, now.
 *
 * A fact that depends on an estimate does not hold: the estimate says that another value is coming.
 */
import { EMPTY_CODE_HASH } from '../primitives/emptyCode.ts';
import type { Fact } from '../primitives/facts.ts';
import { unreachable } from '../primitives/invariant.ts';
import type { Resolved, Resolver } from './resolve.ts';

const NO_CODE = BigInt(EMPTY_CODE_HASH);

/** Whether `fact` is true of the state just below `txIndex`. */
export function factHolds(resolver: Resolver, txIndex: number, fact: Fact): boolean {
  const { address } = fact;
  switch (fact.kind) {
    case 'balance':
      return isNow(resolver.balance(txIndex, address), fact.value);
    case 'balance-at-least': {
      const balance = resolver.balance(txIndex, address);
      return balance.kind === 'ready' && balance.value >= fact.amount === fact.holds;
    }
    case 'nonce':
      return isNow(resolver.nonce(txIndex, address), fact.value);
    case 'code':
      return isNow(resolver.codeHash(txIndex, address), BigInt(fact.hash));
    case 'storage':
      return isNow(resolver.slot(txIndex, address, fact.slot), fact.value);
    case 'empty':
      return isNow(emptiness(substance(resolver, txIndex, fact)), fact.holds);
    case 'exists':
      return isNow(
        existence(resolver.keepsBase(txIndex, address), substance(resolver, txIndex, fact)),
        fact.holds,
      );
    case 'has-storage':
      return isNow(resolver.hasStorage(txIndex, address), fact.holds);
    case 'removable':
      return isNow(
        removability(resolver.keepsBase(txIndex, address), substance(resolver, txIndex, fact)),
        fact.holds,
      );
    default:
      return unreachable(fact);
  }
}

type About = Pick<Fact, 'address'>;

/** What emptiness is made of. */
export interface Substance {
  readonly nonce: Resolved<bigint>;
  /** As a number. */
  readonly codeHash: Resolved<bigint>;
  /** In wei. */
  readonly balance: Resolved<bigint>;
}

/** Nonce, code and balance of an account. */
export function substance(resolver: Resolver, txIndex: number, { address }: About): Substance {
  return {
    nonce: resolver.nonce(txIndex, address),
    codeHash: resolver.codeHash(txIndex, address),
    balance: resolver.balance(txIndex, address),
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
