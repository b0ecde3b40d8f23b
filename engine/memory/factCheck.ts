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
  const answer = answerTo(resolver, txIndex, located);
  return answer.kind === 'ready' && agrees(located, answer.value);
}

/** Whether the fact is false now. While an estimate stands in the way it is neither. */
export function factFails(resolver: Resolver, txIndex: number, fact: LocatedFact): boolean {
  const answer = answerTo(resolver, txIndex, fact);
  return answer.kind === 'ready' && !agrees(fact, answer.value);
}

/** What is now where the fact says something. */
function answerTo(
  resolver: Resolver,
  txIndex: number,
  { kind, location }: LocatedFact,
): Resolved<bigint | boolean> {
  const account = resolver.locations.accountOf(location);
  switch (kind) {
    case 'balance':
    case 'balance-at-least':
      return resolver.balanceOf(txIndex, account);
    case 'nonce':
      return resolver.nonceOf(txIndex, account);
    case 'code':
      return resolver.codeHashOf(txIndex, account);
    case 'storage':
      return resolver.slotAt(txIndex, location);
    case 'empty':
      return emptiness(substance(resolver, txIndex, account));
    case 'exists':
      return existence(resolver.keepsBase(txIndex, account), substance(resolver, txIndex, account));
    case 'has-storage':
      return resolver.hasStorage(txIndex, account);
    case 'removable':
      return removability(
        resolver.keepsBase(txIndex, account),
        substance(resolver, txIndex, account),
      );
    default:
      return unreachable(kind);
  }
}

function agrees({ kind, operand, holds }: LocatedFact, value: bigint | boolean): boolean {
  if (typeof value === 'boolean') {
    return value === holds;
  }
  return kind === 'balance-at-least' ? value >= operand === holds : value === operand;
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

function isOther(resolved: Resolved<bigint>, value: bigint): boolean {
  return resolved.kind === 'ready' && resolved.value !== value;
}

function negated(resolved: Resolved<boolean>): Resolved<boolean> {
  return resolved.kind === 'unready' ? resolved : { kind: 'ready', value: !resolved.value };
}
