/**
 * Hints from the access list that a transaction declares (EIP-2930).
 *
 * Owns the reading of the list alone. A list says where, not what happens there; a slot that is
 * written is read first, for the price of the write, so that a read is the part that is certain.
 */
import type { DecodedTransaction } from '../evm/decodedTransaction.ts';
import { HintWriter, type Hints, fieldPlace, slotPlace } from './hint.ts';

/** One hint for each address and slot in the list. */
export function accessListHints({ accessList }: DecodedTransaction): Hints {
  const writer = new HintWriter('access-list', 'exact');
  for (const { address, slots } of accessList) {
    writer.add(fieldPlace(address, 'code'), 'read', 'its address is in the access list');
    for (const slot of slots) {
      writer.add(slotPlace(address, slot), 'read', 'it is in the access list');
    }
  }
  return writer.hints;
}
