/**
 * What a fact is made of, for those who register it.
 *
 * Owns which fields of an account can break a fact, and the number that a fact compares with. Each
 * fact has a primary location, where it is kept; the others only lead to it.
 */
import type { Fact } from '../primitives/facts.ts';
import { unreachable } from '../primitives/invariant.ts';
import type { FieldKind } from './locationTable.ts';

const LIFECYCLE: readonly FieldKind[] = ['lifecycle'];
const FIELDS_OF_EXISTENCE: readonly FieldKind[] = ['balance', 'nonce', 'code'];
const NONE: readonly FieldKind[] = [];

/** Locations besides the primary one that can break a fact. */
export function otherKinds(fact: Fact): readonly FieldKind[] {
  switch (fact.kind) {
    case 'balance':
    case 'balance-at-least':
    case 'nonce':
    case 'code':
    case 'storage':
      return LIFECYCLE;
    case 'empty':
    case 'exists':
    case 'removable':
      return FIELDS_OF_EXISTENCE;
    case 'has-storage':
      return NONE;
    default:
      return unreachable(fact);
  }
}

/** The number that the fact compares with, 0 when there is none. */
export function operandOf(fact: Fact): bigint {
  switch (fact.kind) {
    case 'balance':
    case 'nonce':
    case 'storage':
      return fact.value;
    case 'balance-at-least':
      return fact.amount;
    case 'code':
      return BigInt(fact.hash);
    case 'empty':
    case 'exists':
    case 'has-storage':
    case 'removable':
      return 0n;
    default:
      return unreachable(fact);
  }
}
