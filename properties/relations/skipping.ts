/**
 * Skipping invalid transactions gives what the block without them gives when none may be.
 *
 * And the first one skipped is the one that makes the block as given invalid.
 */
import type { ExecutionResult } from '#engine/api/index.js';
import { NOTHING, placed, type Relation, same } from './relation.ts';

/** See above. Vacuous where nothing is skipped. */
export const skipping: Relation = {
  name: 'skipping',
  why: 'skipped transactions leave nothing behind',
  examine: async (ask, { block, preState }) => {
    const skipped = await ask(block, preState, { invalidTransactions: 'skip' });
    // A block that is invalid as a whole is so under either policy.
    if (skipped.status === 'rejected') return NOTHING;
    const invalid = new Set(skipped.rejected.map(({ index }) => index));
    const transactions = block.transactions.filter((_, index) => !invalid.has(index));
    const without = await ask({ ...block, transactions }, preState);
    const receipts = placed(skipped.receipts);
    const found = same('without what is skipped', without, { ...skipped, receipts, rejected: [] });
    if (found.kind === 'broken') return found;
    const [first] = skipped.rejected;
    if (first === undefined) return NOTHING;
    const rejection = { kind: 'transaction', ...first } as const;
    const refused: ExecutionResult = { status: 'rejected', rejection, stats: skipped.stats };
    return same('where none may be skipped', refused, await ask(block, preState));
  },
};
