/**
 * Hints from the access list that comes with a block (EIP-7928).
 *
 * Owns the typed form of such a list and its reading for one transaction. A list says of every
 * change which transaction made it; slots that were only read stand there for the whole block, so
 * that they can be preloaded but belong to nobody. Values are not checked here: a wrong list makes
 * the block invalid, which the root of the list decides elsewhere.
 */
import type { Address, Bytes, Bytes32, Quantity } from '../api/index.ts';
import type { Place } from '../primitives/locations.ts';
import { HintWriter, type Hints, fieldPlace, slotPlace } from './hint.ts';

/** A value after a change. `accessIndex` 0 is before the transactions, i + 1 is TxIndex i. */
export interface IndexedChange<Value> {
  readonly accessIndex: number;
  readonly value: Value;
}

/** Changes of one slot. */
export interface SlotChanges {
  readonly slot: Bytes32;
  readonly changes: readonly IndexedChange<Bytes32>[];
}

/** All that a block did to one account. */
export interface AccountAccesses {
  readonly address: Address;
  readonly storageChanges: readonly SlotChanges[];
  /** Read and not changed, by whichever transaction. */
  readonly storageReads: readonly Bytes32[];
  /** In wei. */
  readonly balanceChanges: readonly IndexedChange<Quantity>[];
  readonly nonceChanges: readonly IndexedChange<Quantity>[];
  readonly codeChanges: readonly IndexedChange<Bytes>[];
}

/** A block's access list. */
export type BlockAccessList = readonly AccountAccesses[];

/** What the transaction at TxIndex `index` changes, says the list. */
export function blockAccessListHints(list: BlockAccessList, index: number): Hints {
  const writer = new HintWriter('bal', 'exact');
  const why = `the block's list says that transaction ${String(index)} changes it`;
  const isOurs = ({ accessIndex }: IndexedChange<unknown>): boolean => accessIndex === index + 1;
  for (const account of list) {
    const { address } = account;
    for (const { slot, changes } of account.storageChanges) {
      if (changes.some(isOurs)) writer.add(slotPlace(address, slot), 'read-write', why);
    }
    if (account.balanceChanges.some(isOurs)) {
      writer.addDelta(fieldPlace(address, 'balance'), why);
    }
    if (account.nonceChanges.some(isOurs)) {
      writer.add(fieldPlace(address, 'nonce'), 'read-write', why);
    }
    if (account.codeChanges.some(isOurs)) {
      writer.add(fieldPlace(address, 'code'), 'read-write', why);
    }
  }
  return writer.hints;
}

/** Slots that some transaction of the block reads and none changes: to load, not to order by. */
export function unattributedReads(list: BlockAccessList): readonly Place[] {
  return list.flatMap(({ address, storageReads }) =>
    storageReads.map((slot) => slotPlace(address, slot)),
  );
}
