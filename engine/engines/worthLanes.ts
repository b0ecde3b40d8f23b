/**
 * Whether a block is worth its lanes.
 *
 * Owns what counts towards the least size. A plain payment takes less time in order than it takes
 * to tell lanes of it, so that only transactions that run code count. That is seen without running
 * anything, and need not be right: it decides where a block runs, never what comes of it.
 */
import type { Alloc, Block, Transaction } from '../api/index.ts';

/** Why lanes are not worth it, in words; `null` where they are. */
export function reasonForOrder(
  { transactions }: Block,
  preState: Alloc,
  minParallel: number,
): string | null {
  if (transactions.length === 0) return 'no transactions';
  const count = transactions.filter((transaction) => runsCode(transaction, preState)).length;
  return count < minParallel
    ? `fewer than ${String(minParallel)} transactions that run code`
    : null;
}

/** A creation, a call of a contract or of a delegated account, or one with input. */
function runsCode({ to, input }: Transaction, preState: Alloc): boolean {
  return to === null || input !== '0x' || (preState[to]?.code ?? '0x') !== '0x';
}
