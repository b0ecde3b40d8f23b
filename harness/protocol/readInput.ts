/**
 * Reads a block in t8n's words.
 *
 * Owns where a triple says what a block file says elsewhere: rules beside it, withdrawals inside
 * its environment. The inverse is `blockPayload`.
 */
import type { Block, BlockInput } from '#engine/api/index.js';
import { readBlockContent } from '../input/blockFile.ts';
import { asIs, type Fields, fieldsOf, join, type Reader } from '../input/fields.ts';
import { Refusal } from '../input/refusal.ts';

/** Fork and chain, unchecked: they are read with the block. */
export interface Rules {
  readonly fork: unknown;
  readonly chainId: unknown;
}

/** Reads t8n's triple. Throws `Refusal`. */
export function readInput(rules: Rules): Reader<BlockInput> {
  return (value, place) => {
    const content = fieldsOf(value, place, { known: ['alloc', 'env', 'txs'] });
    return readContent(content, { ...rules, alloc: content.required('alloc', asIs) }, place);
  };
}

/** Reads `env` and `txs` of an object at a place. Throws `Refusal`. */
export function readBlock(content: Fields, rules: Rules, place: string): Block {
  return readContent(content, { ...rules, alloc: {} }, place).block;
}

function readContent(
  content: Fields,
  { fork, chainId, alloc }: Rules & { readonly alloc: unknown },
  place: string,
): BlockInput {
  const env = content.required('env', asIs);
  const txs = content.required('txs', asIs);
  try {
    const { block, preState } = readBlockContent({ fork, chainId, env, txs, alloc });
    return { block, preState };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { problem, remedy } = error;
    throw new Refusal({ place: join(place, error.place), problem, remedy });
  }
}
