/**
 * The access list of a block that was run, as a proposer would send it (EIP-7928).
 *
 * Owns its assembly, transaction by transaction, from writes and the state after them. Changes made
 * before and after the transactions are not in it: hints are for transactions.
 */
import type { Address, Bytes, Bytes32, Quantity } from '#engine/api/index.js';
import type { Incarnation } from '#engine/evm/executor.js';
import type { BlockAccessList, IndexedChange } from '#engine/hints/blockAccessList.js';
import { bigIntToHex, bytesToHex, quantity } from '#engine/primitives/bytes.js';
import type { CommittedState } from '#engine/state/committedState.js';

interface Account {
  readonly slots: Map<Bytes32, IndexedChange<Bytes32>[]>;
  readonly reads: Set<Bytes32>;
  readonly balances: IndexedChange<Quantity>[];
  readonly nonces: IndexedChange<Quantity>[];
  readonly codes: IndexedChange<Bytes>[];
}

/** Collects what transactions did, in order. */
export class BlockAccessListBuilder {
  readonly #accounts = new Map<Address, Account>();

  /** Adds the transaction at TxIndex `index`; `state` has its writes. */
  add(
    index: number,
    { reads, writes }: Pick<Incarnation, 'reads' | 'writes'>,
    state: CommittedState,
  ): void {
    const accessIndex = index + 1;
    for (const fact of reads) {
      const account = this.#of(fact.address);
      if (fact.kind === 'storage') account.reads.add(fact.slot);
    }
    for (const write of writes) {
      const account = this.#of(write.address);
      switch (write.kind) {
        case 'storage': {
          const changes = account.slots.get(write.slot) ?? [];
          changes.push({ accessIndex, value: bigIntToHex(write.value, 32) });
          account.slots.set(write.slot, changes);
          break;
        }
        case 'balance': {
          const { balance } = state.account(write.address);
          account.balances.push({ accessIndex, value: quantity(balance) });
          break;
        }
        case 'nonce':
          account.nonces.push({ accessIndex, value: quantity(write.value) });
          break;
        case 'code':
          account.codes.push({ accessIndex, value: bytesToHex(write.code) });
          break;
        default:
        // Creation and destruction show in the fields that they change.
      }
    }
  }

  /** The list, sorted by address and slot. */
  list(): BlockAccessList {
    return [...this.#accounts].sort(byKey).map(([address, account]) => ({
      address,
      storageChanges: [...account.slots].sort(byKey).map(([slot, changes]) => ({ slot, changes })),
      storageReads: [...account.reads].filter((slot) => !account.slots.has(slot)).sort(),
      balanceChanges: account.balances,
      nonceChanges: account.nonces,
      codeChanges: account.codes,
    }));
  }

  #of(address: Address): Account {
    const known = this.#accounts.get(address);
    if (known !== undefined) return known;
    const account = {
      slots: new Map(),
      reads: new Set<Bytes32>(),
      balances: [],
      nonces: [],
      codes: [],
    };
    this.#accounts.set(address, account);
    return account;
  }
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
