/**
 * Hints of a share of a block's transactions.
 *
 * Owns the share: every `of`-th transaction from `first` on, so that several threads can make the
 * hints of one block. All are made on the state before the block, as by a mempool: what a share
 * comes to does not depend on who makes the others.
 */
import type { Block } from '../api/index.ts';
import { decodeTransaction } from '../evm/decodedTransaction.ts';
import type { AskedSource, Hints } from './hint.ts';
import { HintMaker, type HintStage } from './hintMaker.ts';

/** Which transactions, and whom to ask. */
export interface HintShare {
  readonly sources: readonly AskedSource[];
  readonly first: number;
  readonly of: number;
}

/** Makes the hints of a share, in the order of its transactions. */
export async function shareOfHints(
  { sources, first, of }: HintShare,
  block: Block,
  stage: HintStage,
): Promise<Hints[]> {
  const maker = new HintMaker(sources);
  const hints: Hints[] = [];
  for (let index = first; index < block.transactions.length; index += of) {
    const signed = block.transactions[index];
    if (signed !== undefined) {
      hints.push(await maker.of({ transaction: decodeTransaction(signed), index }, stage));
    }
  }
  return hints;
}

/** Puts the shares of a block together: the k-th is that of transaction k. */
export function joinedShares(shares: readonly (readonly Hints[])[]): readonly Hints[] {
  const count = shares.reduce((sum, share) => sum + share.length, 0);
  return Array.from(
    { length: count },
    (_, index) => shares[index % shares.length]?.[Math.floor(index / shares.length)] ?? [],
  );
}
