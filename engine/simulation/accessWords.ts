/**
 * Reads and writes in words.
 *
 * Owns the wording: locations are named by the end of their address and the last digits of a slot.
 */
import type { Address, Bytes32 } from '../api/index.ts';
import type { Fact } from '../primitives/facts.ts';
import { unreachable } from '../primitives/invariant.ts';
import type { Write } from '../primitives/writes.ts';

const NAME_DIGITS = 4;

/** A fact that an incarnation relied on. */
export function factWords(fact: Fact): string {
  const account = accountName(fact.address);
  switch (fact.kind) {
    case 'balance':
    case 'nonce':
      return `${fact.kind} ${account} = ${fact.value}`;
    case 'balance-at-least':
      return `balance ${account} ${fact.holds ? '>=' : '<'} ${fact.amount}`;
    case 'code':
      return `code ${account} = ${fact.hash.slice(0, 2 + 2 * NAME_DIGITS)}…`;
    case 'storage':
      return `${slotName(fact.address, fact.slot)} = ${fact.value}`;
    case 'empty':
    case 'exists':
    case 'has-storage':
    case 'removable':
      return `${account} ${fact.holds ? '' : 'not '}${fact.kind}`;
    default:
      return unreachable(fact);
  }
}

/** A change that an incarnation made. */
export function writeWords(write: Write): string {
  const account = accountName(write.address);
  switch (write.kind) {
    case 'storage':
      return `${slotName(write.address, write.slot)} = ${write.value}`;
    case 'balance':
      return `balance ${account} ${write.delta < 0n ? '' : '+'}${write.delta}`;
    case 'nonce':
      return `nonce ${account} = ${write.value}`;
    case 'code':
      return `code ${account} (${write.code.length} bytes)`;
    case 'lifecycle':
      return `${account} ${write.event}`;
    default:
      return unreachable(write);
  }
}

/** An account. */
export function accountName(address: Address): string {
  return `…${address.slice(-NAME_DIGITS)}`;
}

/** A slot. */
export function slotName(address: Address, slot: Bytes32): string {
  const digits = slot.slice(2).replace(/^0+(?=.)/, '');
  const short = digits.length > 2 * NAME_DIGITS ? `…${digits.slice(-NAME_DIGITS)}` : digits;
  return `${accountName(address)}[${short}]`;
}
