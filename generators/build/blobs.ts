/**
 * Blob gas: its price, its limits, and hashes that stand for blobs (EIP-4844, EIP-7691, EIP-7594).
 *
 * Owns the schedule that block authors need. There are no blobs: execution sees their hashes only.
 */
import type { Bytes32, Fork } from '#engine/api/index.js';
import { wordNamed } from './address.ts';
import { isFrom } from './fork.ts';

/** In blob gas. */
export const GAS_PER_BLOB = 131_072n;
/** EIP-7594, from Osaka. */
export const BLOBS_PER_TRANSACTION_MAX = 6;

/** How many blobs one block may carry; zero before Cancun. */
export function blobsPerBlockMax(fork: Fork): number {
  if (!isFrom(fork, 'Cancun')) return 0;
  return isFrom(fork, 'Prague') ? 9 : 6;
}

/** What one unit of blob gas costs, in wei, under a given excess. */
export function blobBaseFee(fork: Fork, excessBlobGas: bigint): bigint {
  const updateFraction = isFrom(fork, 'Prague') ? 5_007_716n : 3_338_477n;
  // The Taylor series of e^(excess / fraction), in integers, as EIP-4844 writes it down.
  let sum = 0n;
  let term = updateFraction;
  for (let i = 1n; term > 0n; i += 1n) {
    sum += term;
    term = (term * excessBlobGas) / (updateFraction * i);
  }
  return sum / updateFraction;
}

/** Hashes that stand for blobs; `name` tells those of one transaction from those of another. */
export function blobHashes(count: number, name = 'blob'): readonly Bytes32[] {
  return Array.from({ length: count }, (_, index): Bytes32 => {
    // Version 1: a KZG commitment.
    return `0x01${wordNamed(`${name} ${index}`).slice(4)}`;
  });
}
