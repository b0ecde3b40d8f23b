/**
 * Transactions that do not conflict may change places, and nothing but the order changes.
 *
 * An engine reports what each transaction read and wrote; every order that keeps conflicting ones
 * in theirs must give the same state, and each transaction the same receipt, cumulative gas aside.
 * A read that is not reported breaks this, and would break any parallel engine.
 */
import type { AcceptedBlock } from '#engine/api/index.js';
import { seedAt } from '#engine/primitives/prng.js';
import { reorder } from './conflicts.ts';
import {
  type Ask,
  demandsOf,
  type Finding,
  hasRoom,
  NOTHING,
  type Relation,
  same,
  type Subject,
  whole,
} from './relation.ts';

/** See above. The order is drawn from the number. */
export const reordering: Relation = {
  name: 'reordering',
  why: 'what does not conflict may change places',
  examine: (ask, subject, number) =>
    reordered(ask, subject, (position) => seedAt(BigInt(number), position)),
};

/** The same for an order that is wished for: what has a high priority wants to come first. */
export async function reordered(
  ask: Ask,
  { block, preState }: Subject,
  priority: (position: number) => number,
): Promise<Finding> {
  const given = whole(await ask(block, preState, { accesses: true }));
  if (given === null) return NOTHING;
  const order = reorder(given.accesses ?? [], priority);
  const demands = demandsOf(block, given.receipts);
  if (
    !hasRoom(
      block,
      order.flatMap((position) => demands[position] ?? []),
    )
  )
    return NOTHING;
  const transactions = order.flatMap((position) => block.transactions[position] ?? []);
  const moved = await ask({ ...block, transactions }, preState);
  const words = `in the order ${order.join(' ')}`;
  if (moved.status === 'rejected') {
    return { kind: 'broken', words: `${words}: rejected, ${moved.rejection.reason}` };
  }
  const isMoved = order.some((position, place) => position !== place);
  const found = same(words, given, putBack(given, moved, order));
  return found.kind === 'held' && !isMoved ? NOTHING : found;
}

/** The reordered result with its receipts back in their old places. */
function putBack(
  given: AcceptedBlock,
  moved: AcceptedBlock,
  order: readonly number[],
): AcceptedBlock {
  const receipts = given.receipts.flatMap(({ cumulativeGasUsed }, position) => {
    const receipt = moved.receipts[order.indexOf(position)];
    return receipt === undefined
      ? []
      : [{ ...receipt, transactionIndex: position, cumulativeGasUsed }];
  });
  return { ...moved, receipts, receiptsRoot: given.receiptsRoot };
}
