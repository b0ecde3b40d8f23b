/**
 * A block in t8n's words.
 *
 * Owns the differences between a block here and a t8n triple: withdrawals lie in the environment,
 * and the parity of an authorisation's signature is there under both of its names.
 */
import type { Block, BlockInput, Transaction } from '#engine/api/index.js';
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
  return { alloc: preState, env: envPayload(block), txs: block.transactions.map(txPayload) };
}

/** Some tools read `v` of an authorisation, some `yParity`. */
export function txPayload(transaction: Transaction): Transaction {
  if (transaction.type !== '0x4') return transaction;
  const authorizationList = transaction.authorizationList.map((authorization) => ({
    ...authorization,
    yParity: authorization.v,
  }));
  return { ...transaction, authorizationList };
}
