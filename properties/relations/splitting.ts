/**
 * A block cut in two, run one after the other in the same context, gives the same state.
 *
 * Holds where the context of a block does not count its transactions: from Paris on (before it,
 * each block is rewarded) and for blocks that leave the request queues alone (EIP-7002, EIP-7251),
 * which move on once a block, and the gas of the block, which each part has for itself.
 * Withdrawals go with the second part.
 */
import type { AcceptedBlock, Block } from '#engine/api/index.js';
import { isFrom } from '#generators/build/fork.js';
import {
  CONSOLIDATION_REQUEST_ADDRESS,
  WITHDRAWAL_REQUEST_ADDRESS,
} from '#generators/build/predeploys.js';
import { NOTHING, placed, type Relation, same, whole } from './relation.ts';

const QUEUES = [WITHDRAWAL_REQUEST_ADDRESS, CONSOLIDATION_REQUEST_ADDRESS];

/** See above. Cuts in the middle. */
export const splitting: Relation = {
  name: 'splitting',
  why: 'a block and its two parts give the same state',
  examine: async (ask, { block, preState }) => {
    const cut = Math.ceil(block.transactions.length / 2);
    if (!isFrom(block.fork, 'Paris') || block.transactions.length < 2) return NOTHING;
    const given = whole(await ask(block, preState, { accesses: true }));
    if (given === null || asksForMore(given)) return NOTHING;
    const [head, tail] = split(block, cut);
    const first = await ask(head, preState);
    if (first.status === 'rejected') return rejected('the first part', first.rejection.reason);
    const second = await ask(tail, first.postState);
    if (second.status === 'rejected') return rejected('the second part', second.rejection.reason);
    return same(`cut at ${cut}`, given, join(given, first, second));
  },
};

function rejected(part: string, reason: string): { readonly kind: 'broken'; words: string } {
  return { kind: 'broken', words: `${part} of a valid block was rejected: ${reason}` };
}

function asksForMore({ accesses = [] }: AcceptedBlock): boolean {
  return accesses
    .flatMap(({ reads, writes }) => [...reads, ...writes])
    .some(({ location }) => QUEUES.includes(location.address));
}

function split(block: Block, cut: number): readonly [Block, Block] {
  const { transactions, withdrawals } = block;
  const head = { ...block, transactions: transactions.slice(0, cut) };
  const tail = { ...block, transactions: transactions.slice(cut) };
  return [withdrawals === undefined ? head : { ...head, withdrawals: [] }, tail];
}

/** The state of the second part and what both tell of each transaction by itself. */
function join(
  given: AcceptedBlock,
  ...parts: readonly [AcceptedBlock, AcceptedBlock]
): AcceptedBlock {
  const receipts = placed(
    parts.flatMap((part) => part.receipts),
    given.receipts,
  );
  const { postState, stateRoot } = parts[1];
  return { ...given, receipts, postState, stateRoot };
}
