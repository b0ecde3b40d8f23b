/**
 * go-ethereum's dialect of a triple.
 *
 * Owns what its `evm t8n` takes and refuses beyond what everybody here does: other spellings,
 * fields that are not there, fields that mean nothing. What comes out is for `readTriple`, which
 * `fixtures import` and others use without this. Environment, state and transactions have a file
 * each.
 */
import type { Quantity } from '#engine/api/index.js';
import type { Rules } from '#fixtures/official/networks.js';
import { readAllocDialect } from './allocDialect.ts';
import { readEnvDialect } from './envDialect.ts';
import type { RawInputs } from './readInputs.ts';
import type { RawTriple } from './readTriple.ts';
import { readTxsDialect } from './txsDialect.ts';

/** What a triple depends on. */
export interface Dialect {
  readonly rules: Rules;
  readonly chainId: Quantity;
}

/** The triple in spellings that `readTriple` knows. Throws `Refusal` or `T8nError`. */
export function readDialect(raw: RawInputs, { rules, chainId }: Dialect): RawTriple {
  return {
    alloc: readAllocDialect(raw.alloc),
    txs: readTxsDialect(raw.txs, chainId),
    env: readEnvDialect(raw.env, rules),
  };
}
