/**
 * A block in t8n's words.
 *
 * Owns the one difference between a block here and a t8n triple: withdrawals lie in the
 * environment.
 */
import type { Block } from '#engine/api/index.js';
import type { EnvPayload, StatePayload } from './messages.ts';

/** The context of a block as t8n's `env.json`. */
export function envPayload({ env, withdrawals }: Block): EnvPayload {
  return withdrawals === undefined ? env : { ...env, withdrawals };
}

/** The rules of a block. */
export function statePayload({ fork, chainId }: Block): StatePayload {
  return { fork, chainid: chainId };
}
