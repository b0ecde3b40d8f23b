/**
 * Senders that cannot pay for a transaction of theirs yet.
 *
 * Owns who they are: before the block they own less than their transactions up to this one may
 * cost, so that it is worth nothing to start it before whoever pays them. Of all balances that are
 * read these are the ones that matter: elsewhere it is enough to be rich.
 */
import type { Address, Block, Transaction } from '../api/index.ts';
import { expectsWrite, type Hints } from '../hints/hint.ts';
import type { CommittedState } from '../state/committedState.ts';

/** By TxIndex: the sender, if it is short of what it needs; else `null`. */
export function shortPurses(
  hints: readonly Hints[],
  block: Block,
  before: CommittedState,
): readonly (Address | null)[] {
  const spent = new Map<Address, bigint>();
  return block.transactions.map((transaction, txIndex) => {
    const sender = senderIn(hints[txIndex] ?? []);
    if (sender === null) return null;
    const cost = (spent.get(sender) ?? 0n) + costOf(transaction);
    spent.set(sender, cost);
    return cost > before.account(sender).balance ? sender : null;
  });
}

/** As the envelope says; nobody has to recover it once more. */
function senderIn(hints: Hints): Address | null {
  const counted = hints.find(
    (hint) => hint.source === 'envelope' && hint.place.kind === 'nonce' && expectsWrite(hint),
  );
  return counted?.place.address ?? null;
}

/** In wei, at most; what blobs cost is left out. */
function costOf(transaction: Transaction): bigint {
  const price = 'gasPrice' in transaction ? transaction.gasPrice : transaction.maxFeePerGas;
  return BigInt(transaction.gas) * BigInt(price) + BigInt(transaction.value);
}
