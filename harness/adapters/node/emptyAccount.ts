/**
 * Empty accounts, as EIP-161 has them.
 *
 * Owns the one question, which is asked of a state that a node is given and of one that it dumps.
 */
import type { AllocAccount } from '#engine/api/index.js';

/** Whether an account has neither balance, nonce nor code. Its storage does not matter. */
export function isEmptyAccount({
  balance,
  nonce = '0x0',
  code = '0x',
}: Omit<AllocAccount, 'storage'>): boolean {
  return BigInt(balance) === 0n && BigInt(nonce) === 0n && code === '0x';
}
