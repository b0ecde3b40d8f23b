/**
 * What a transaction says of itself, before anyone looks at code.
 *
 * Owns the locations that every valid transaction of its form reads and writes: its sender pays and
 * counts, its receiver is looked at and paid, the beneficiary is paid. Everything else is for other
 * sources, which are always used together with this one.
 */
import { padHex } from '../primitives/bytes.ts';
import type { BlockContext } from '../evm/blockContext.ts';
import type { DecodedTransaction } from '../evm/decodedTransaction.ts';
import { costMaxOf } from '../evm/validity.ts';
import { HintWriter, type Hints, fieldPlace } from './hint.ts';

/** Hints that need neither state nor code. None for a transaction without a sender. */
export function envelopeHints(transaction: DecodedTransaction, block: BlockContext): Hints {
  const { sender, to, value, fee } = transaction;
  const writer = new HintWriter('envelope', 'exact');
  if (sender === null) return [];
  writer.add(fieldPlace(sender, 'nonce'), 'read-write', 'the sender counts its transactions');
  writer.add(fieldPlace(sender, 'code'), 'read', 'a sender has no code of its own');
  if (costMaxOf(transaction) > 0n) {
    writer.add(fieldPlace(sender, 'balance'), 'read', 'the sender must own the upfront cost');
  }
  if (fee.maxFee > 0n || value > 0n) {
    writer.addDelta(fieldPlace(sender, 'balance'), 'the sender pays gas and value');
  }
  if (to !== null) {
    writer.add(fieldPlace(to, 'code'), 'read', 'the receiver may be a contract');
    if (value > 0n && to !== sender) {
      writer.addDelta(fieldPlace(to, 'balance'), 'the receiver is paid');
    }
  }
  if (fee.maxFee > block.baseFee && fee.maxPriorityFee > 0n) {
    writer.addDelta(fieldPlace(block.beneficiary, 'balance'), 'the beneficiary earns the fee');
  }
  for (const { address } of transaction.authorizations) {
    const target = padHex(address, 20);
    writer.add(fieldPlace(target, 'code'), 'read', 'an authorisation delegates to it');
  }
  return writer.hints;
}
