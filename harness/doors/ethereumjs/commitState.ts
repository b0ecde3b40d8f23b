/**
 * What a block changed, into the state of a VM.
 *
 * Owns the way back: from the state before and after, as far as it is known, to the calls of a
 * state manager. An account that was destroyed or created is written anew: what its storage held
 * besides is nobody's any more.
 */
import type { StateManagerInterface } from '@ethereumjs/common';
import { Account, createAddressFromString, hexToBytes, unpadBytes } from '@ethereumjs/util';
import type {
  Address,
  Alloc,
  AllocAccount,
  Bytes32,
  TransactionAccesses,
} from '#engine/api/index.js';

/** A block's effect. */
export interface Change {
  readonly before: Alloc;
  readonly after: Alloc;
  readonly accesses: readonly TransactionAccesses[];
}

/** Writes it. */
export async function commitChange(manager: StateManagerInterface, change: Change): Promise<void> {
  const { before, after, accesses } = change;
  const renewed = renewedIn(accesses);
  const addresses = new Set<Address>([...keysOf(before), ...keysOf(after)]);
  for (const address of addresses) {
    const isRenewed = renewed.has(address);
    const [was, is] = [isRenewed ? undefined : before[address], after[address]];
    if (is === undefined || isRenewed) {
      await manager.deleteAccount(createAddressFromString(address));
    }
    if (is !== undefined) await writeAccount(manager, address, { was, is });
  }
}

function keysOf(state: Alloc): readonly Address[] {
  return Object.keys(state).map((address): Address => `0x${address.slice(2)}`);
}

function renewedIn(accesses: readonly TransactionAccesses[]): ReadonlySet<Address> {
  const places = accesses.flatMap(({ writes }) => writes.map(({ location }) => location));
  return new Set(places.flatMap(({ kind, address }) => (kind === 'lifecycle' ? [address] : [])));
}

interface Versions {
  readonly was: AllocAccount | undefined;
  readonly is: AllocAccount;
}

async function writeAccount(
  manager: StateManagerInterface,
  address: Address,
  { was, is }: Versions,
): Promise<void> {
  const stock = createAddressFromString(address);
  const [nonce, balance] = [BigInt(is.nonce ?? 0), BigInt(is.balance)];
  if (was === undefined) await manager.putAccount(stock, new Account(nonce, balance));
  else if (BigInt(was.nonce ?? 0) !== nonce || BigInt(was.balance) !== balance) {
    await manager.modifyAccountFields(stock, { nonce, balance });
  }
  const code = is.code ?? '0x';
  if ((was?.code ?? '0x') !== code) await manager.putCode(stock, hexToBytes(code));
  const [old, now] = [was?.storage ?? {}, is.storage ?? {}];
  for (const slot of new Set([...slotsOf(old), ...slotsOf(now)])) {
    const value = BigInt(now[slot] ?? 0);
    if (BigInt(old[slot] ?? 0) === value) continue;
    const bytes = value === 0n ? new Uint8Array(0) : unpadBytes(hexToBytes(now[slot] ?? '0x'));
    await manager.putStorage(stock, hexToBytes(slot), bytes);
  }
}

function slotsOf(storage: Readonly<Record<Bytes32, Bytes32>>): readonly Bytes32[] {
  return Object.keys(storage).map((slot): Bytes32 => `0x${slot.slice(2)}`);
}
