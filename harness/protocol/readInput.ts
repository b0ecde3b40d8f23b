/**
 * Reads a block in t8n's words.
 *
 * Owns where a triple says what a block file says elsewhere: rules beside it, withdrawals inside
 * its environment. The inverse is `blockPayload`.
 */
import type { Block, BlockInput } from '#engine/api/index.js';
import { readAlloc } from '../input/allocReader.ts';
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
    const block = readBlock(content, rules, place);
    return { block, preState: content.required('alloc', readAlloc) };
  };
}

/** Reads `env` and `txs` of an object at a place. Throws `Refusal`. */
export function readBlock(content: Fields, { fork, chainId }: Rules, place: string): Block {
  const env = content.required('env', asIs);
  const txs = content.required('txs', asIs);
  try {
    return readBlockContent({ fork, chainId, env, txs, alloc: {} }).block;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { problem, remedy } = error;
    throw new Refusal({ place: join(place, error.place), problem, remedy });
  }
}
