/**
 * A transition tool's input as a block.
 *
 * Owns the way from alloc, environment and transactions, in the spellings of any tool, to the
 * vocabulary of `engine/api`. Opens no file.
 */
import type { BlockInput, Fork, Quantity } from '#engine/api/index.js';
import { readBlockContent } from '../input/blockFile.ts';
import { normalizeEnv } from './normalizeEnv.ts';
import { normalizeTxs } from './normalizeTxs.ts';

/** What a transition tool is given, not yet looked at. */
export interface RawTriple {
  readonly alloc: unknown;
  readonly env: unknown;
  /** Signed, or with secret keys in place of signatures. */
  readonly txs: unknown;
}

/** What a triple does not say itself. */
export interface TripleRules {
  readonly fork: Fork;
  readonly chainId: Quantity;
}

/** Reads a triple. Throws `Refusal`. */
export function readTriple(raw: RawTriple, { fork, chainId }: TripleRules): BlockInput {
  const env = normalizeEnv(raw.env, fork);
  const txs = normalizeTxs(raw.txs, chainId);
  const content = { fork, chainId, env, txs, alloc: raw.alloc };
  const { block, preState } = readBlockContent(content);
  return { block, preState };
}
