/**
 * System contracts without which no block of a fork is valid.
 *
 * Owns which they are: a block calls them when it ends, and fails where they have no code
 * (EIP-7002, EIP-7251). State tests and traces of transactions do not have them.
 */
import type { Address, AllocAccount, Fork } from '#engine/api/index.js';
import {
  CONSOLIDATION_REQUEST_ADDRESS,
  predeploys,
  WITHDRAWAL_REQUEST_ADDRESS,
} from '#generators/build/predeploys.js';

const REQUIRED = [WITHDRAWAL_REQUEST_ADDRESS, CONSOLIDATION_REQUEST_ADDRESS];

/** Their accounts as on the first block after their deployment; none before Prague. */
export function requiredContracts(fork: Fork): readonly (readonly [Address, AllocAccount])[] {
  return [...predeploys(fork)].filter(([address]) => REQUIRED.includes(address));
}
