/**
 * How far from the block that was asked for an engine may go.
 *
 * Owns the list of what an engine with a chain of its own may choose: where its chain stands, and
 * what its genesis holds besides. Everything else must be as it was, or an engine could be judged
 * by blocks of its own liking.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Alloc, BlockInput, Env } from '#engine/api/index.js';
import { BEACON_ROOTS_ADDRESS, HISTORY_STORAGE_ADDRESS } from '#generators/build/predeploys.js';
import { Refusal } from '../input/refusal.ts';

/** What a node's chain decides about its next block. */
const CHOSEN = ['currentNumber', 'blockHashes', 'currentRandom', 'parentBeaconBlockRoot'] as const;

/** A node that does not call these before a block may go without them, or have its own. */
const CALLED_BEFORE: readonly string[] = [BEACON_ROOTS_ADDRESS, HISTORY_STORAGE_ADDRESS];

/** Refuses a nearest block that is another one. Throws `Refusal`. */
export function refuseOther(asked: BlockInput, nearest: BlockInput, place: string): void {
  const strayed = strayedField(asked, nearest);
  if (strayed === null) return;
  throw new Refusal({
    place: `${place}.${strayed}`,
    problem: 'is not what was asked for',
    remedy: `only ${CHOSEN.join(', ')} and further accounts are for the engine to choose`,
  });
}

function strayedField(asked: BlockInput, nearest: BlockInput): string | null {
  if (!isDeepStrictEqual(asked.block.transactions, nearest.block.transactions)) return 'txs';
  if (!isDeepStrictEqual(asked.block.withdrawals, nearest.block.withdrawals))
    return 'env.withdrawals';
  if (!isDeepStrictEqual(withoutChosen(asked.block.env), withoutChosen(nearest.block.env)))
    return 'env';
  const lost = lostAccount(asked.preState, nearest.preState);
  return lost === null ? null : `alloc.${lost}`;
}

function lostAccount(asked: Alloc, nearest: Alloc): string | null {
  const found = new Map(Object.entries(nearest));
  for (const [address, account] of Object.entries(asked)) {
    if (isDeepStrictEqual(found.get(address), account)) continue;
    if (!CALLED_BEFORE.includes(address)) return address;
  }
  return null;
}

function withoutChosen(env: Env): object {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !CHOSEN.some((chosen) => chosen === name)),
  );
}
