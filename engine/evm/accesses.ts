/**
 * Facts and writes in the edge form: for reports and read-set oracles.
 *
 * Owns the words. Sorting is by location, so that two engines' lists can be compared as text.
 */
import type { Access, Address, Bytes32, Location, TransactionAccesses } from '../api/index.ts';
import { quantity } from '../primitives/bytes.ts';
import type { Fact } from '../primitives/facts.ts';
import { unreachable } from '../primitives/invariant.ts';
import type { Write } from '../primitives/writes.ts';
import type { Incarnation } from './executor.ts';

/** Reads, writes and touches of the transaction at `index`. */
export function accessesOf(
  index: number,
  { reads, writes, touches }: Pick<Incarnation, 'reads' | 'writes' | 'touches'>,
): TransactionAccesses {
  return {
    index,
    reads: reads.map(factToAccess).sort(byLocation),
    writes: writes.map(writeToAccess).sort(byLocation),
    touched: touches,
  };
}

/** What a fact says, and where. */
export function factToAccess(fact: Fact): Access {
  const { address } = fact;
  switch (fact.kind) {
    case 'balance':
      return access('balance', address, `= ${quantity(fact.value)}`);
    case 'balance-at-least':
      return access('balance', address, `${fact.holds ? '>=' : '<'} ${quantity(fact.amount)}`);
    case 'nonce':
      return access('nonce', address, `= ${quantity(fact.value)}`);
    case 'code':
      return access('code', address, `= ${fact.hash}`);
    case 'storage':
      return storageAccess(address, fact.slot, `= ${quantity(fact.value)}`);
    case 'empty':
      return access('existence', address, fact.holds ? 'is empty' : 'is not empty');
    case 'exists':
      return access('existence', address, fact.holds ? 'exists' : 'does not exist');
    case 'has-storage':
      return access('existence', address, fact.holds ? 'has storage' : 'has no storage');
    case 'removable':
      return access('existence', address, fact.holds ? 'is removable' : 'is not removable');
    default:
      return unreachable(fact);
  }
}

/** What a write does, and where. */
export function writeToAccess(write: Write): Access {
  const { address } = write;
  switch (write.kind) {
    case 'balance':
      return access('balance', address, signed(write.delta));
    case 'nonce':
      return access('nonce', address, `:= ${quantity(write.value)}`);
    case 'code':
      return access('code', address, `:= ${write.hash}`);
    case 'storage':
      return storageAccess(address, write.slot, `:= ${quantity(write.value)}`);
    case 'lifecycle':
      return access('lifecycle', address, write.event);
    default:
      return unreachable(write);
  }
}

function access(
  kind: Exclude<Location['kind'], 'storage'>,
  address: Address,
  what: string,
): Access {
  return { location: { kind, address }, what };
}

function storageAccess(address: Address, slot: Bytes32, what: string): Access {
  return { location: { kind: 'storage', address, slot }, what };
}

function signed(delta: bigint): string {
  return delta < 0n ? `- ${quantity(-delta)}` : `+ ${quantity(delta)}`;
}

function byLocation(a: Access, b: Access): number {
  const left = sortKey(a);
  const right = sortKey(b);
  return left === right ? 0 : left < right ? -1 : 1;
}

function sortKey({ location, what }: Access): string {
  const slot = location.kind === 'storage' ? location.slot : '';
  return `${location.address} ${location.kind} ${slot} ${what}`;
}
