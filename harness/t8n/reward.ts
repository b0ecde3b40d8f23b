/**
 * What a miner gets, as transition tools are told it.
 *
 * Owns the amount for both sides: the tool that we are, and those that we run.
 */
import type { Fork } from '#engine/api/index.js';
import { isFrom } from '../input/vocabulary.ts';

const ETHER = 10n ** 18n;

/** In wei: 2 ether since Constantinople (EIP-1234), `null` since Paris (EIP-3675): no miner. */
export function rewardOf(fork: Fork): bigint | null {
  return isFrom(fork, 'Paris') ? null : 2n * ETHER;
}
