/**
 * The reward of a block that its fork pays.
 *
 * Owns the amount for both sides: tools that we run are told it, and the tool that we are pays it
 * where it is asked for. What becomes of another one is in `settleReward.ts`.
 */
import type { Fork } from '#engine/api/index.js';
import { isFrom } from '../input/vocabulary.ts';

const ETHER = 10n ** 18n;

/** In wei: 2 ether since Constantinople (EIP-1234), `null` since Paris (EIP-3675): no miner. */
export function rewardOf(fork: Fork): bigint | null {
  return isFrom(fork, 'Paris') ? null : 2n * ETHER;
}
