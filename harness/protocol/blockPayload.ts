/**
 * A block in t8n's words.
 *
 * Owns the one difference between a block here and a t8n triple: withdrawals lie in the
 * environment.
 */
import type { Block, BlockInput } from '#engine/api/index.js';
import type { EnvPayload, InputPayload, StatePayload } from './messages.ts';

/** The context of a block as t8n's `env.json`. */
export function envPayload({ env, withdrawals }: Block): EnvPayload {
  return withdrawals === undefined ? env : { ...env, withdrawals };
}

/** The rules of a block. */
export function statePayload({ fork, chainId }: Block): StatePayload {
  return { fork, chainid: chainId };
}

/** A block and the state before it as t8n's triple. */
export function inputPayload({ block, preState }: BlockInput): InputPayload {
  return { alloc: preState, env: envPayload(block), txs: block.transactions };
}
