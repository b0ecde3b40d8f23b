/**
 * How messages of transactions ended, in the edge form.
 *
 * Owns the words. No consensus: a receipt says all that a block commits to.
 */
import type { TransactionDetails } from '../api/index.ts';
import { bytesToHex, quantity } from '../primitives/bytes.ts';
import type { CommittedTransaction } from './receipts.ts';

/** Of one transaction of a block. */
export function detailsOf({ index, outcome }: CommittedTransaction): TransactionDetails {
  const { returned, exception, gasUsed, refund } = outcome.message;
  return {
    index,
    returned: bytesToHex(returned),
    exception,
    messageGas: quantity(gasUsed),
    refund: quantity(refund),
  };
}
