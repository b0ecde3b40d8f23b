/**
 * Facts by numbers, as read sets keep them.
 *
 * Owns the translation of a fact into the location it is about and the number it compares with,
 * and back. A fact is kept at its primary location; whatever else of the account can break it only
 * leads to it.
 */
import { bigIntToHex } from '../primitives/bytes.ts';
import type { Fact } from '../primitives/facts.ts';
import { invariant, unreachable } from '../primitives/invariant.ts';
import { type FieldKind, type LocationTable, fieldOf } from './locationTable.ts';

const LIFECYCLE: readonly FieldKind[] = ['lifecycle'];
const FIELDS_OF_EXISTENCE: readonly FieldKind[] = ['balance', 'nonce', 'code'];
const NONE: readonly FieldKind[] = [];

/** A fact without names. */
export interface LocatedFact {
  readonly kind: Fact['kind'];
  /** The location it is about; for facts about a whole account, its lifecycle. */
  readonly location: number;
  /** The number that it compares with, 0 when there is none. */
  readonly operand: bigint;
  /** Of facts that hold or do not; else false. */
  readonly holds: boolean;
}

/** Fields of the account, besides the primary location, that can break a fact. */
export function otherKinds(kind: Fact['kind']): readonly FieldKind[] {
  switch (kind) {
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
      return unreachable(kind);
  }
}

/** The fact by numbers. */
export function factToLocated(locations: LocationTable, fact: Fact): LocatedFact {
  const { kind, address } = fact;
  const field = (of: FieldKind): number => fieldOf(locations.account(address), of);
  switch (fact.kind) {
    case 'balance':
    case 'nonce':
      return { kind, location: field(fact.kind), operand: fact.value, holds: false };
    case 'balance-at-least':
      return { kind, location: field('balance'), operand: fact.amount, holds: fact.holds };
    case 'code':
      return { kind, location: field('code'), operand: BigInt(fact.hash), holds: false };
    case 'storage': {
      const location = locations.slot(address, fact.slot);
      return { kind, location, operand: fact.value, holds: false };
    }
    case 'empty':
    case 'exists':
    case 'has-storage':
    case 'removable':
      return { kind, location: field('lifecycle'), operand: 0n, holds: fact.holds };
    default:
      return unreachable(fact);
  }
}

/** The fact by names. */
export function locatedToFact(
  locations: LocationTable,
  { kind, location, operand, holds }: LocatedFact,
): Fact {
  const { address, slot } = locations.placeOf(location);
  switch (kind) {
    case 'balance':
    case 'nonce':
      return { kind, address, value: operand };
    case 'balance-at-least':
      return { kind, address, amount: operand, holds };
    case 'code':
      return { kind, address, hash: bigIntToHex(operand, 32) };
    case 'storage':
      invariant(slot !== null, 'a storage fact is about a slot');
      return { kind, address, slot, value: operand };
    case 'empty':
    case 'exists':
    case 'has-storage':
    case 'removable':
      return { kind, address, holds };
    default:
      return unreachable(kind);
  }
}
