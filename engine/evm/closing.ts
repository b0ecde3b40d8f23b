/**
 * The end of a block: everything that runs serially after the last commit.
 *
 * Owns the order (withdrawals, requests, rewards) and the assembly of the result: receipts, roots
 * and post-state. Does not know how the transactions were executed.
 */
import type { AcceptedBlock, Block, BlockReason } from '../api/index.ts';
import { quantity } from '../primitives/bytes.ts';
import { stateRoot } from '../state/stateRoot.ts';
import type { Admission } from './admission.ts';
import { creditRewards, creditWithdrawals } from './credits.ts';
import { type CommittedTransaction, receiptsOf } from './receipts.ts';
import { type RequestList, collectRequests, requestListOf } from './requests.ts';
import type { BlockMachine } from './systemCalls.ts';

/** All of an accepted block but what only its engine knows. */
export type ClosedBlock = Omit<AcceptedBlock, 'status' | 'rejected' | 'accesses' | 'stats'>;

/** A closed block, or the rule that makes it invalid after all. */
export type Closing =
  | { readonly kind: 'closed'; readonly block: ClosedBlock }
  | { readonly kind: 'invalid'; readonly reason: BlockReason };

/** The transactions of a block after their commit. */
export interface CommittedTransactions {
  readonly transactions: readonly CommittedTransaction[];
  readonly admission: Admission;
}

/** Ends `source`, whose admitted transactions are applied to the machine's state. */
export async function closeBlock(
  machine: BlockMachine,
  source: Block,
  { transactions, admission }: CommittedTransactions,
): Promise<Closing> {
  const { block, state } = machine;
  const { rules } = block;
  if (rules.hasWithdrawals) {
    await creditWithdrawals(state, source.withdrawals ?? []);
  }
  let requests: RequestList | null = null;
  if (rules.hasRequests) {
    const logs = transactions.flatMap(({ outcome }) => outcome.logs);
    const collected = await collectRequests(machine, logs);
    if (collected.kind === 'invalid') {
      return collected;
    }
    requests = requestListOf(collected.requests);
  }
  if (!rules.isMerged) {
    await creditRewards(state, block.beneficiary, source.env.ommers ?? []);
  }
  return {
    kind: 'closed',
    block: {
      stateRoot: stateRoot(state),
      ...receiptsOf(transactions),
      gasUsed: quantity(admission.gasUsed),
      blobGasUsed: rules.blobs === null ? null : quantity(admission.blobGasUsed),
      requestsHash: requests?.requestsHash ?? null,
      requests: requests?.requests ?? null,
      postState: state.toAlloc(),
    },
  };
}
